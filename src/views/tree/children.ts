import { count } from '../../core/ages';
import type { Commit } from '../../core/changelog/model';
import { counts } from '../../core/highlights/effect';
import { recoveryWords } from '../../core/highlights/review/words';
import { readingWords } from '../../core/readingWords';
import { problemWords } from '../../core/policy/policySource';
import { recoveryOf } from '../../core/recovery';
import { repositoryKey } from '../../core/repository';
import {
  openReleases,
  sortedReleases,
  type AlsoShips,
  type ReleaseSnapshot,
  type RepositorySnapshot,
} from '../../core/snapshot';
import type { ContentsState } from '../../store/contentsCache';
import type { Problem, ReleaseStore, RepositoryEntry, StoreState } from '../../store/releaseStore';
import { healthOf, type Health } from '../health';
import { changedFileRows, changeGroupRows, changeRows } from './changesRows';
import type { HighlightsNode, NoteNode, SectionNode, TreeNode } from './nodes';

/** Where what ships is read: `contentsOf` starts reading, `knownContentsOf` only looks. */
export type ContentsSource = Pick<ReleaseStore, 'contentsOf' | 'knownContentsOf'>;

/** The rows under a node (`undefined`: the top), as a function of the state. */
export function childrenOf(node: TreeNode | undefined, state: StoreState, source: ContentsSource): readonly TreeNode[] {
  if (node === undefined) return topRows(state, source);
  switch (node.kind) {
    case 'repository':
      return repositoryRows(node.entry, source);
    case 'release':
      return releaseRows(node.release, source.contentsOf(node.release));
    case 'gates':
      return node.release.gates.map((gate) => ({ ...under(node), kind: 'gate', gate }));
    case 'checklist':
      return [
        ...node.release.checklist.items.map((entry) => ({
          ...under(node),
          kind: 'item' as const,
          item: entry.id,
          entry,
        })),
        ...node.release.checklist.missing.map((text) =>
          note(node.repository, `missing ${text}`, `Not in the description: ${text}`, 'warning', node.pull),
        ),
      ];
    case 'highlights': {
      const { migrations, notes } = node.highlights;
      const reworded = migrations.filter((migration) => migration.effect === 'reworded').length;
      const words = `${count(reworded, 'migration')} edited in comments or layout only`;
      return [
        ...recoveryRows(node),
        ...migrations
          .filter((migration) => migration.effect !== 'reworded')
          .map((migration) => ({
            ...under(node),
            kind: 'migration' as const,
            migration,
            direction: node.direction,
            path: migration.path,
          })),
        ...(reworded === 0 ? [] : [note(node.repository, 'reworded', words, 'info', node.pull)]),
        ...notes.map((text) => note(node.repository, `highlights ${text}`, text, 'warning', node.pull)),
        ...changeGroupRows(node, node.contents),
      ];
    }
    case 'migration':
      return [
        // What is only good to know stands on the page.
        ...node.migration.findings
          .filter(({ severity }) => severity !== 'note')
          .map(({ severity, line, message }) =>
            note(
              node.repository,
              `${node.path} ${line ?? ''} ${message}`,
              message,
              severity === 'error' ? 'error' : 'warning',
              node.pull,
            ),
          ),
        ...node.migration.operations.map((operation) => ({
          ...under(node),
          kind: 'operation' as const,
          migration: node.migration,
          direction: node.direction,
          operation,
          path: node.path,
          line: operation.line,
        })),
      ];
    case 'changeGroup':
      return changedFileRows(node);
    case 'changedFile':
      return changeRows(node);
    case 'changelog':
      return changelogRows(node.release, node.contents);
    case 'section': {
      return commitRows(node);
    }
    case 'live':
      return node.health === null ? [] : [{ kind: 'health', repository: node.repository, health: node.health }];
    case 'health':
      return node.health.findings.map((finding) => ({ kind: 'finding', repository: node.repository, finding }));
    case 'finding':
    case 'note':
    case 'gate':
    case 'item':
    case 'operation':
    case 'change':
    case 'allFiles':
    case 'commit':
    case 'comment':
      return [];
  }
}

const recoveryTones = { 'roll-back': 'info', 'roll-forward': 'error', unknown: 'warning' } as const;

/** Whether the release can be taken back, where it has a migration that counts. */
function recoveryRows({ highlights, direction, repository, pull }: HighlightsNode): readonly TreeNode[] {
  if (!highlights.migrations.some((migration) => counts(migration, direction))) return [];
  const { verdict } = recoveryOf(highlights, direction);
  return [note(repository, 'recovery', recoveryWords[verdict], recoveryTones[verdict], pull)];
}

function under(node: { repository: string; pull: number; release: ReleaseSnapshot }): {
  repository: string;
  pull: number;
  release: ReleaseSnapshot;
} {
  return { repository: node.repository, pull: node.pull, release: node.release };
}

function note(repository: string, id: string, text: string, tone: NoteNode['tone'], pull?: number): NoteNode {
  return { kind: 'note', repository, id, text, tone, ...(pull === undefined ? {} : { pull }) };
}

/** One repository stands flat; several are grouped. With nothing to show the view's welcome speaks instead. */
function topRows(state: StoreState, source: ContentsSource): readonly TreeNode[] {
  const [only, ...others] = state.repositories;
  if (only === undefined) return [];
  if (others.length === 0) {
    const hasReleases = only.snapshot !== null && openReleases(only.snapshot).length > 0;
    return hasReleases ? repositoryRows(only, source) : [];
  }
  if (state.repositories.every((entry) => entry.snapshot === null && entry.problem?.kind === 'signed-out')) return [];
  return state.repositories.map((entry) => ({
    kind: 'repository',
    repository: repositoryKey(entry.repository),
    entry,
  }));
}

function repositoryRows(entry: RepositoryEntry, source: ContentsSource): readonly TreeNode[] {
  const repository = repositoryKey(entry.repository);
  const { snapshot, problem } = entry;
  const problems = problem === null ? [] : [problemNote(repository, problem, snapshot !== null)];
  if (snapshot === null) {
    return problem === null ? [note(repository, 'loading', 'Reading…', 'loading')] : problems;
  }
  if (snapshot.live === null) {
    return [...problems, note(repository, 'noBranch', `No branch ${snapshot.policy.productionBranch}`, 'info')];
  }
  const { live } = snapshot;
  const sha = live.known && live.value.pin.state === 'valid' ? live.value.pin.sha : null;
  return [
    ...problems,
    { kind: 'live', repository, live, health: healthToTell(snapshot), ...(sha === null ? {} : { commit: sha }) },
    ...policyRows(repository, snapshot),
    ...sortedReleases(openReleases(snapshot)).map((release) => ({
      kind: 'release' as const,
      repository,
      pull: release.pull.number,
      release,
      mark: markOf(source.knownContentsOf(release)),
    })),
    ...(openReleases(snapshot).length === 0 ? [note(repository, 'noRelease', 'No open release PR', 'info')] : []),
  ];
}

/** By an open release, with which the rules were read; what is in order needs no row. */
function healthToTell(snapshot: RepositorySnapshot): Health | null {
  const [release] = openReleases(snapshot);
  if (release === undefined) return null;
  const health = healthOf(release);
  return health.findings.length > 0 && health.findings.every(({ state }) => state === 'pass') ? null : health;
}

/** Without a policy nothing is judged: the reason stands above all releases. */
function policyRows(repository: string, { policySource }: RepositorySnapshot): readonly NoteNode[] {
  if (policySource?.kind === 'broken') {
    const [first] = policySource.problems;
    const what = first === undefined ? '' : `: ${problemWords(first)}`;
    const text = `The policy file is broken${what}`;
    return [{ ...note(repository, 'policy', text, 'error'), command: 'releaseReview.openPolicy' }];
  }
  if (policySource?.kind === 'unreadable') {
    const text = `The policy could not be read: ${policySource.reason}`;
    return [{ ...note(repository, 'policy', text, 'warning'), command: 'releaseReview.refresh' }];
  }
  return [];
}

function markOf(contents: ContentsState | null): string | null {
  const direction = contents?.state === 'ready' ? contents.contents.changelog.range.direction : 'forward';
  return direction === 'rollback' || direction === 'diverged' ? direction : null;
}

function problemNote(repository: string, problem: Problem, hasOldState: boolean): NoteNode {
  const text = hasOldState ? `Not up to date: ${problem.message}` : problem.message;
  return {
    ...note(repository, 'problem', text, hasOldState ? 'warning' : 'error'),
    command: problem.kind === 'signed-out' ? 'releaseReview.signIn' : 'releaseReview.refresh',
  };
}

function releaseRows(release: ReleaseSnapshot, contents: ContentsState): readonly TreeNode[] {
  const base = {
    repository: repositoryKey(release.repository),
    pull: release.pull.number,
    release,
  };
  const comments = release.facts.comments.known ? release.facts.comments.value : [];
  const bots = comments.filter((comment) => comment.author.isBot);
  return [
    { ...base, kind: 'gates' },
    { ...base, kind: 'checklist' },
    ...highlightRows(base, contents),
    { ...base, kind: 'changelog', contents },
    ...bots.map((comment) => ({ ...base, kind: 'comment' as const, comment })),
  ];
}

function highlightRows(
  base: { repository: string; pull: number; release: ReleaseSnapshot },
  contents: ContentsState,
): readonly TreeNode[] {
  if (contents.state !== 'ready') return [];
  const { highlights, changelog } = contents.contents;
  return highlights.known
    ? [
        {
          ...base,
          kind: 'highlights',
          highlights: highlights.value,
          contents: contents.contents,
          direction: changelog.range.direction,
        },
      ]
    : [
        note(
          base.repository,
          'highlights',
          `Migrations could not be looked for: ${highlights.reason}`,
          'error',
          base.pull,
        ),
        ...changeGroupRows(base, contents.contents),
      ];
}

function changelogRows(release: ReleaseSnapshot, contents: ContentsState): readonly TreeNode[] {
  const base = { repository: repositoryKey(release.repository), pull: release.pull.number, release };
  if (contents.state === 'loading')
    return [note(base.repository, 'changelog', readingWords(contents.progress), 'loading', base.pull)];
  if (contents.state !== 'ready') return [note(base.repository, 'changelog', contents.message, 'error', base.pull)];
  const { changelog, highlights, alsoShips } = contents.contents;
  return [
    ...changelog.notes.map((text) => note(base.repository, `changelog ${text}`, text, 'warning', base.pull)),
    ...(highlights.known ? [{ ...base, kind: 'allFiles' as const, files: highlights.value.changedFiles }] : []),
    ...(alsoShips?.known === false
      ? [
          note(
            base.repository,
            'alsoShips',
            `What a failed release left is not known: ${alsoShips.reason}`,
            'warning',
            base.pull,
          ),
        ]
      : []),
    ...(alsoShips?.known === true ? [{ ...base, kind: 'section' as const, ...alsoShipsSection(alsoShips.value) }] : []),
    ...changelog.sections.map((section) => ({ ...base, kind: 'section' as const, section, changelog })),
  ];
}

function alsoShipsSection({ changelog }: AlsoShips): Pick<SectionNode, 'section' | 'changelog'> {
  const commits = changelog.commits.filter((commit) => !commit.removed).map((commit) => commit.sha);
  return { section: { id: 'also-ships', title: 'Also ships, from a release that failed', commits }, changelog };
}

/** The tree would take seconds to draw more; the page has them all. */
const mostRows = 500;

function commitRows(node: SectionNode): readonly TreeNode[] {
  const commits = new Map<string, Commit>(node.changelog.commits.map((commit) => [commit.sha, commit]));
  const rows = node.section.commits.slice(0, mostRows).flatMap((sha) => {
    const entry = commits.get(sha);
    return entry === undefined ? [] : [{ ...under(node), kind: 'commit' as const, entry, commit: sha }];
  });
  const left = node.section.commits.length - rows.length;
  if (left === 0) return rows;
  const more = `${count(left, 'more commit')}: the release page has them all`;
  return [...rows, note(node.repository, `more ${node.section.id}`, more, 'info', node.pull)];
}
