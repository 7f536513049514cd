import type { FrameworkId } from '../frameworks';
import type { Finding } from '../model';
import { headsOf, linksOf, missingParents, type Link } from './revisionChain';

/** Texts of the migrations of one folder at both ends of a range, by path. */
export interface ChainEnds {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

interface Said {
  readonly heads: (others: string) => string;
  readonly merge: string;
  readonly missing: (parent: string) => string;
}

const words: Partial<Record<FrameworkId, Said>> = {
  // https://alembic.sqlalchemy.org/en/latest/branches.html#working-with-branches
  alembic: {
    heads: (others) => `One of several heads, beside ${others}: \`alembic upgrade head\` refuses.`,
    merge: 'Let it come after the other (down_revision), or join them with `alembic merge heads`.',
    missing: (parent) => `It comes after revision ${parent}, which is not there: Alembic refuses to run anything.`,
  },
  // https://docs.djangoproject.com/en/stable/topics/migrations/#version-control
  django: {
    heads: (others) => `One of several last migrations of its app, beside ${others}: \`migrate\` refuses.`,
    merge: 'Let it depend on the other, or join them with `makemigrations --merge`.',
    missing: (parent) => `It depends on ${parent}, which is not there: Django refuses to run anything.`,
  },
};

function listed(links: readonly Link[]): string {
  const names = links.map(({ id }) => id);
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function error(rule: string, message: string, advice: string): Finding {
  return { rule, severity: 'error', line: null, message, advice };
}

/**
 * Tells where the range forks the chain of the migrations of one folder, or tears it: what its tool refuses. What was so
 * before the range is not its doing.
 * @returns findings by the path of the migration that they are about
 */
export function chainFindings(id: FrameworkId, { before, after }: ChainEnds): ReadonlyMap<string, readonly Finding[]> {
  const said = words[id];
  const [old, now] = [linksOf(id, before), linksOf(id, after)];
  const found = new Map<string, Finding[]>();
  if (said === undefined || old === null || now === null) return found;
  const put = (path: string, finding: Finding): void => {
    found.set(path, [...(found.get(path) ?? []), finding]);
  };
  const heads = headsOf(now);
  const were = new Set(headsOf(old).map(({ id: head }) => head));
  if (heads.length > Math.max(1, were.size)) {
    const fresh = heads.filter(({ id: head }) => !were.has(head));
    for (const link of fresh) {
      const others = heads.filter((each) => each !== link);
      put(link.path, error('several-heads', said.heads(listed(others)), said.merge));
    }
  }
  // A chain that was not whole before has a part in another folder.
  if (old.length === 0 || missingParents(old).length > 0) return found;
  for (const { link, parent } of missingParents(now)) {
    const finding = error(
      'missing-parent',
      said.missing(parent),
      'Bring it back, or let this one come after what is there.',
    );
    put(link.path, finding);
    // It may be the one that was removed that is in the range.
    const gone = old.find((each) => each.id === parent);
    if (gone !== undefined && gone.path !== link.path) {
      put(
        gone.path,
        error(
          'missing-parent',
          `${link.id} still comes after it: ${said.missing(parent).split(': ')[1] ?? ''}`,
          finding.advice,
        ),
      );
    }
  }
  return found;
}
