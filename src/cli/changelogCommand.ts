import { changelogMarkdown, type ChangelogLinks } from '../core/changelog/markdown';
import type { Changelog } from '../core/changelog/model';
import { changelogJson } from './changelogJson';
import { jsonText } from './jsonText';
import { readRange, type RangeContents } from './rangeContents';
import { webUrl } from './webUrl';
import type { Terminal } from './terminal';

/** `changelog`: writes what ships between two commits of a clone. */
export async function runChangelog(args: readonly string[], terminal: Terminal): Promise<number> {
  const range = await readRange(args, terminal);
  const { changelog } = range.contents;
  await terminal.print(range.format === 'json' ? jsonText(changelogJson(changelog)) : markdown(changelog, range));
  return 0;
}

function markdown(changelog: Changelog, { remotes, environment }: RangeContents): string {
  const base = webUrl(remotes, environment);
  if (base !== null) return changelogMarkdown(changelog, linksTo(base));
  // A clone of no known host has nothing to link to. Brackets in commit messages are escaped, so that only our own
  // links can match.
  return changelogMarkdown(changelog, linksTo('nowhere:')).replace(/\[([^[\]\\]+)\]\(nowhere:[^)]*\)/g, '$1');
}

function linksTo(base: string): ChangelogLinks {
  return { commitUrl: (sha) => `${base}/commit/${sha}`, pullUrl: (number) => `${base}/pull/${number}` };
}
