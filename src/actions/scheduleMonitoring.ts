import { HumanError } from '../core/errors';
import { withMonitoring, type MonitoringPeriod } from '../core/policy/monitoring';
import { whyNotEdit, type ReleaseSnapshot } from '../core/snapshot';
import { readUnmoved, refuse, type ActContext } from './context';
import { editDescription } from './editDescription';

/** Records in the description who watches production after the deploy, and for how long; one line changes. */
export async function scheduleMonitoring(context: ActContext, period: MonitoringPeriod): Promise<ReleaseSnapshot> {
  const before = await readUnmoved(context, 'subject');
  refuse(whyNotEdit(before));
  return editDescription(context, before, (body) => {
    const put = withMonitoring(body, period);
    if (!put.ok) throw new HumanError('refused', put.reason);
    return put.body;
  });
}
