import { editDescription } from '../../actions/editDescription';
import { describeChangelog } from '../../core/changelog/carriedInsertion';
import type { Shipped } from '../../core/changelog/shipped';
import { normaliseDescription } from '../../core/description/normalise';
import type { Forge } from '../../core/ports';
import type { ReleaseSnapshot } from '../../core/snapshot';

/** What is wanted of a description. */
export interface WantedDescription {
  /** Whether what it lacks is put into it. */
  readonly normalise: boolean;
  /** The changelog that goes into it; `null`: none does. */
  readonly changelog: Shipped | null;
  /** Whether a changelog belongs into it at all, so that it needs a place for one. */
  readonly hasPlace: boolean;
}

/** What became of a description. */
export interface Described {
  /** Phrases for what was put in; none: nothing was written. */
  readonly added: readonly string[];
  /** Sentences for what could not be put in. */
  readonly problems: readonly string[];
}

/**
 * Brings the description of a release into the expected format, its changelog included, in one edit that only adds to
 * what people wrote. Writes nothing when it already is as wanted.
 *
 * @param before a fresh reading
 */
export async function describeRelease(
  forge: Forge,
  before: ReleaseSnapshot,
  wanted: WantedDescription,
  read: () => Promise<ReleaseSnapshot>,
): Promise<Described> {
  const { repository, pull } = before;
  const readBody = async (): Promise<string> => (await forge.pull(repository, pull.number)).body;
  const settled = described(before.pull.body, before, wanted);
  const edits: Edited[] = [];
  await editDescription({ forge, read, readBody }, before, (body) => {
    const next = described(body, before, wanted);
    // Read back, it is as it should be, which says nothing of what was put in.
    if (next.body !== body) edits.push(next);
    return next.body;
  });
  const last = edits.at(-1);
  return { added: last?.added ?? [], problems: (last ?? settled).problems };
}

interface Edited extends Described {
  readonly body: string;
}

function described(
  body: string,
  release: ReleaseSnapshot,
  { normalise, changelog, hasPlace }: WantedDescription,
): Edited {
  const { policy, risk, repository } = release;
  const completed = normalise
    ? normaliseDescription(body, policy, risk.level, hasPlace ? 'here' : 'elsewhere')
    : { body, added: [], problem: null };
  const problems = completed.problem === null ? [] : [completed.problem];
  if (changelog === null) return { body: completed.body, added: completed.added, problems };
  const put = describeChangelog(completed.body, changelog, repository);
  if (!put.ok) return { body: completed.body, added: completed.added, problems: [...problems, put.reason] };
  const added = put.body === completed.body ? completed.added : [...completed.added, 'the changelog'];
  return { body: put.body, added, problems };
}
