import type { RiskChoice } from '../../risk/labels';
import type { Gate, GateFacts } from '../gate';
import { minutesWords, readMonitoring } from '../monitoring';
import { listed } from '../people';
import type { Policy } from '../policy';

/** "A scheduled post-deploy monitoring period" for a high-risk release (process description): who watches, how long. */
export function monitoringGate({ pull }: GateFacts, { monitoring }: Policy, risk: RiskChoice): Gate {
  const gate = {
    id: 'monitoring',
    title: 'Post-deploy monitoring',
    evidence: [],
    actors: [`@${pull.author.login}`, 'a reviewer'],
    enforced: false,
    advisory: false,
  } as const;
  if (risk.level === null || !monitoring.levels.includes(risk.level)) {
    const detail =
      monitoring.levels.length === 0
        ? 'The policy asks for none.'
        : `Only when the risk is ${listed(monitoring.levels, 'or')}.`;
    return { ...gate, state: 'not-applicable', detail, action: null };
  }
  const open = (detail: string): Gate => ({ ...gate, state: 'fail', detail, action: { kind: 'schedule-monitoring' } });
  const read = readMonitoring(pull.body);
  switch (read.state) {
    case 'none':
      return open(`The description schedules none; ${minutesWords(monitoring.minutes)} at least are needed.`);
    case 'several':
      return open(`The description schedules it ${read.count} times, which is no answer. Keep one line.`);
    case 'unclear':
      return open(read.problem);
    case 'scheduled': {
      const { people, minutes } = read.period;
      const words = `${listed(people.map((each) => `@${each}`))}, ${minutesWords(minutes)}`;
      if (minutes >= monitoring.minutes) return { ...gate, state: 'pass', detail: `${words}.`, action: null };
      return open(`${words}; the policy asks for ${minutesWords(monitoring.minutes)} at least.`);
    }
  }
}
