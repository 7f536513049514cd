import type { Changes } from '../core/highlights/changes/model';
import type { BlobText, ChangedFiles } from '../core/history';
import type { History } from '../core/ports';
import type { Sha } from '../core/sha';
import { runSteps, type Pauses } from './runSteps';

/** Without a clone every content is a request of its own: so many are made at most for one range. */
const mostRequests = 60;

interface ChangesOptions extends Pauses {
  /** Owner of the repository, whose own actions workflows may use; `null` = not known. */
  readonly owner: string | null;
}

/**
 * Reads what in the changed files can hurt beside migrations, a slice at a time. The parsers are loaded when they are
 * first needed. Rejects with `HumanError` when contents cannot be read.
 */
export async function loadChanges(
  history: History,
  changed: ChangedFiles,
  { owner, signal, pause }: ChangesOptions,
): Promise<Changes> {
  const [{ planChanges }, { readChangesInSteps }, { defaultRules }] = await Promise.all([
    import('../core/highlights/changes/plan'),
    import('../core/highlights/changes/changes'),
    import('../core/highlights/changes/rules'),
  ]);
  const rules = { ...defaultRules, owner };
  const affordable = history.source === 'api' ? { ...rules, contents: [], mostReads: mostRequests } : rules;
  const plan = planChanges(changed, affordable);
  const texts = plan.reads.length === 0 ? [] : await history.readBlobs(plan.reads, rules.blobLimit, signal);
  const bySha = new Map<Sha, BlobText>();
  plan.reads.forEach((sha, index) => bySha.set(sha, texts[index] ?? { state: 'missing' }));
  return runSteps(readChangesInSteps(plan, bySha), { signal, pause });
}
