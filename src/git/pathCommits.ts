import { HumanError } from '../core/errors';
import { parseSha, type Sha } from '../core/sha';
import type { GitReader } from './gitReader';

// No file system takes a longer path (PATH_MAX), and no system a much longer argument.
const longestText = 4096;

/** A bracket holds its character on every system; a backslash before it would be a path separator on Windows. */
function literal(text: string): string {
  return text.replace(/[*?[\\]/g, (character) => (character === '\\' ? '[\\\\]' : `[${character}]`));
}

/**
 * Pathspecs for "`text` occurs in the path", without regard to case; empty when it occurs in none. A pathspec without
 * the word `glob` lets `*` match slashes (https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-pathspec).
 *
 * git folds the case of ASCII letters only, so other text is also looked for in lower and in upper case.
 */
export function pathspecsOf(text: string): readonly string[] {
  if (text === '' || text.length > longestText || text.includes('\0')) return [];
  // git would tidy these up in the pathspec ("a/../b" to "b"); there are none in a path of a commit.
  if (/\/(?:\.{0,2})\//.test(text)) return [];
  const spellings = new Set([text, ...(/[^\0-\x7F]/.test(text) ? [text.toLowerCase(), text.toUpperCase()] : [])]);
  return [...spellings].map((spelling) => `:(icase)*${literal(spelling)}*`);
}

async function* linesOf(output: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const chunk of output) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw unreadable();
}

function unreadable(): HumanError {
  return new HumanError('git', 'git gave a list of commits that cannot be read.');
}

/** Those of the merges that differ from all their parents in one path at least; git tells by a combined difference. */
async function* changingMerges(
  git: GitReader,
  merges: readonly Sha[],
  pathspecs: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Sha, void, undefined> {
  if (merges.length === 0) return;
  const args = ['diff-tree', '--stdin', '-r', '-c', '--raw', '--no-renames', '--no-ext-diff', '--', ...pathspecs];
  let merge: Sha | undefined;
  for await (const line of linesOf(git.stream(args, signal, `${merges.join('\n')}\n`))) {
    // Each merge by name, then its paths behind colons: none when each path is as in one of the parents.
    if (line.startsWith(':')) {
      if (merge !== undefined) yield merge;
      merge = undefined;
    } else {
      merge = parseSha(line);
    }
  }
}

/**
 * The commits that only one of the two can reach and that change a path in which `text` occurs; merges when they differ
 * there from all their parents, as what they only combine is other commits' doing. What was undone later counts too:
 * git does not simplify a "full history" (https://git-scm.com/docs/git-log#_history_simplification).
 */
export async function readCommitsTouching(
  git: GitReader,
  from: Sha,
  to: Sha,
  text: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<Sha>> {
  const pathspecs = pathspecsOf(text);
  const found = new Set<Sha>();
  if (pathspecs.length === 0 || from === to) return found;
  const merges: Sha[] = [];
  const args = ['log', '--full-history', '--no-show-signature', '--no-color', '--no-notes', '--format=%H %P'];
  for await (const line of linesOf(git.stream([...args, `${from}...${to}`, '--', ...pathspecs], signal))) {
    const [name = '', ...parents] = line.split(' ');
    const sha = parseSha(name);
    if (sha === undefined) throw unreadable();
    if (parents.length > 1) merges.push(sha);
    else found.add(sha);
  }
  for await (const sha of changingMerges(git, merges, pathspecs, signal)) found.add(sha);
  return found;
}
