import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '../hosts/cachedFolder';
import { runProgram } from '../hosts/runProgram';

const defaultUrl = 'https://github.com/rails/rails.git';

/** A range of a real history; `commits` is what `git rev-list --count from..to` says. */
export interface SizedRange {
  readonly wanted: number;
  readonly from: string;
  readonly to: string;
  readonly commits: number;
}

/** The history to measure on. */
export interface RealHistory {
  /** A working copy of our own without tags and files, whose objects are those of the repository that was named. */
  readonly folder: string;
  readonly tip: string;
  /** All commits that the tip can reach, itself included. */
  readonly commits: number;
  /** The range that ends at the tip and comes nearest to so many commits; `null` when the history is shorter. */
  rangeOf(wanted: number): SizedRange | null;
}

/**
 * The folder of a repository with a long history, cloned once into the cache.
 *
 * @throws Error that names `--repo` when it cannot be reached.
 */
export async function publicHistory(): Promise<string> {
  const folder = await cachedFolder('bench-rails', async (staging) => {
    console.error(`Cloning ${defaultUrl} (some 300 MB, once)…`);
    const args = [
      'clone',
      '--quiet',
      '--bare',
      '--no-tags',
      '--single-branch',
      defaultUrl,
      join(staging, 'repository'),
    ];
    await runProgram({ command: 'git', args, timeout: 1_800_000 }).catch((cause: unknown) => {
      const reason = cause instanceof Error ? `\n${cause.message}` : '';
      throw new Error(`${defaultUrl} cannot be cloned; name a repository with --repo DIR.${reason}`, { cause });
    });
  });
  return join(folder, 'repository');
}

/** Makes a working copy in `scratch` over the objects of `repository` (bare or not), which is only read. */
export async function openHistory(repository: string, scratch: string): Promise<RealHistory> {
  const ask = async (...args: readonly string[]): Promise<string> =>
    (await runProgram({ command: 'git', args: ['-C', repository, ...args] })).trim();
  const tip = await ask('rev-parse', '--verify', 'HEAD^{commit}');
  const objects = await ask('rev-parse', '--path-format=absolute', '--git-path', 'objects');
  const folder = join(scratch, 'history');
  await mkdir(folder);
  await runProgram({ command: 'git', args: ['init', '--quiet', '--template=', '--initial-branch=main', folder] });
  await mkdir(join(folder, '.git', 'objects', 'info'), { recursive: true });
  await writeFile(join(folder, '.git', 'objects', 'info', 'alternates'), `${objects}\n`);
  await runProgram({ command: 'git', args: ['-C', folder, 'update-ref', 'refs/heads/main', tip] });

  const graph = await ask('rev-list', '--parents', tip);
  const chain = reachableCounts(graph, tip);
  const commits = chain[0]?.reachable ?? 0;
  return {
    folder,
    tip,
    commits,
    rangeOf(wanted) {
      if (wanted >= commits) return null;
      const ranges = chain.map(({ sha, reachable }) => ({ wanted, from: sha, to: tip, commits: commits - reachable }));
      const distance = (range: SizedRange): number => Math.abs(range.commits - wanted);
      return ranges.reduce((best, each) => (distance(each) < distance(best) ? each : best));
    },
  };
}

/** The first-parent chain from the tip down, each commit with how many commits it can reach, itself included. */
function reachableCounts(graph: string, tip: string): readonly { readonly sha: string; readonly reachable: number }[] {
  const parentsOf = new Map<string, readonly string[]>();
  for (const line of graph.split('\n')) {
    const [sha = '', ...parents] = line.split(' ');
    parentsOf.set(sha, parents);
  }
  const chain: string[] = [];
  for (let sha: string | undefined = tip; sha !== undefined; sha = parentsOf.get(sha)?.[0]) chain.push(sha);
  // Oldest first: what a commit reaches is what its first parent reaches, and what is new.
  const seen = new Set<string>();
  const counts = chain.toReversed().map((sha) => {
    const open = [sha];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(parentsOf.get(next) ?? []));
    }
    return { sha, reachable: seen.size };
  });
  return counts.toReversed();
}
