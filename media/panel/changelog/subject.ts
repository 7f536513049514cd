import type { CommitView } from '../../../src/views/panel/changelogViews';

/** The types that everyone knows: rows show them by section and icon. */
const knownTypes: ReadonlySet<string> = new Set([
  'feat',
  'fix',
  'perf',
  'chore',
  'ci',
  'build',
  'test',
  'docs',
  'style',
  'refactor',
  'revert',
]);

/** What stands before the text of a commit's row: its type when nothing else there tells it, as in "Hotfix: ". */
export function typePrefix({ type }: CommitView): string {
  return type === '' || knownTypes.has(type.toLowerCase()) ? '' : `${type}: `;
}

/**
 * The scopes of commits, each once, without those that the title above them names already as Conventional Commits do
 * (https://www.conventionalcommits.org/en/v1.0.0/#specification, 4): "feat(checkout): …".
 */
export function scopesBeside(title: string, commits: readonly CommitView[]): readonly string[] {
  const named = /^[\w-]+\(([^()]*)\)!?:/.exec(title.trim())?.[1] ?? '';
  const said = new Set([named, ...named.split(',')].map((scope) => scope.trim().toLowerCase()));
  return [...new Set(commits.map((commit) => commit.scope))].filter(
    (scope) => scope !== '' && !said.has(scope.toLowerCase()),
  );
}
