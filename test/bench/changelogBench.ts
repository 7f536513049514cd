import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram } from '../hosts/runProgram';
import { aimLine } from './aims';
import { judgeAims } from './changelogAims';
import { figuresOf, medianSeconds, type SizeFigures, type ToolFigures } from './changelogFigures';
import { floor, installPeers, ours, oursFirst, type ChangelogTool } from './changelogTools';
import { measure, type MeasuredProgram } from './measuredRun';
import { openHistory, publicHistory, type SizedRange } from './realHistory';
import { textTable } from './textTable';

export const changelogHelp = `usage: npm run bench -- changelog [options]

Measures the changelog of a range of a real history, in one run, beside git itself (the floor) and two peers.

  --repo DIR         a git repository with a long history, bare or not; only read. Without it rails/rails is cloned once
                     from github.com into the cache folder .vscode-test
  --sizes N,N,…      about how many commits (1000,10000,50000)
  --rounds N         how often each tool is timed; the tools take turns (3)
  --limit SECONDS    a run that takes longer is killed, and reported as such (120)
  --json FILE        writes the figures there as well

What release-review keeps for the next run of a long range (git's commit-graph) it writes when its answer is out; that
is waited for, and not timed. "First run" finds nothing kept.

Memory is that of the largest process of a tool, measured in a run of its own before the timed ones (Linux only).
`;

interface Wanted {
  readonly repo: string | null;
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly limit: number;
  readonly json: string | null;
}

/** The benchmark `changelog`. Gives the exit code: 0, whether the aims hold or not. */
export async function runChangelogBench(args: readonly string[]): Promise<number> {
  const wanted = readWanted(args);
  if (wanted === null) {
    process.stdout.write(changelogHelp);
    return 0;
  }
  const peers = await installPeers();
  const repository = wanted.repo ?? (await publicHistory());
  const scratch = await mkdtemp(join(tmpdir(), 'release-review-bench-'));
  try {
    const history = await openHistory(repository, scratch);
    await mkdir(cacheIn(scratch));
    const tools: Tools = { floor, ours, oursFirst, ...peers };
    const gitVersion = (await runProgram({ command: 'git', args: ['--version'] })).trim();
    console.log(
      `${history.commits} commits up to ${history.tip}; ${gitVersion}, Node ${process.version}, ${cpus().length} CPUs`,
    );
    const figures: SizeFigures[] = [];
    for (const size of wanted.sizes) {
      const range = history.rangeOf(size);
      if (range === null) {
        console.log(`\n${size} commits: not measured, the history has only ${history.commits}.`);
        continue;
      }
      const measured = await measureRange(tools, range, history.folder, scratch, wanted);
      figures.push(measured);
      console.log(`\n${tableOf(measured)}`);
    }
    const aims = judgeAims(figures);
    console.log(`\n${aims.map(aimLine).join('\n')}`);
    if (wanted.json !== null) {
      const machine = { git: gitVersion, node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? null };
      const document = { machine, tip: history.tip, rounds: wanted.rounds, limit: wanted.limit, sizes: figures, aims };
      await writeFile(wanted.json, `${JSON.stringify(document, null, 2)}\n`);
    }
    return 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Ours and git-cliff keep a cache; git-cliff fails when the folder is not there. */
function cacheIn(scratch: string): string {
  return join(scratch, 'cache');
}

function readWanted(args: readonly string[]): Wanted | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      repo: { type: 'string' },
      sizes: { type: 'string', default: '1000,10000,50000' },
      rounds: { type: 'string', default: '3' },
      limit: { type: 'string', default: '120' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  return {
    // npm runs scripts in the project's folder, whatever the caller's was.
    repo: values.repo === undefined ? null : resolve(process.env['INIT_CWD'] ?? '.', values.repo),
    sizes: values.sizes.split(',').map((text) => positive('sizes', text)),
    rounds: positive('rounds', values.rounds),
    limit: positive('limit', values.limit),
    json: values.json === undefined ? null : resolve(process.env['INIT_CWD'] ?? '.', values.json),
  };
}

function positive(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`--${name} has to be a whole number over 0, found "${text}".`);
  return Number(text);
}

type ToolId = ToolFigures['id'];
type Tools = Readonly<Record<ToolId, ChangelogTool>>;

async function measureRange(
  tools: Tools,
  range: SizedRange,
  folder: string,
  scratch: string,
  { rounds, limit }: Wanted,
): Promise<SizeFigures> {
  const outputFile = join(scratch, 'output');
  const programOf = async (tool: ChangelogTool): Promise<MeasuredProgram> => {
    const [command, ...args] = tool.command(range, folder);
    const cache = tool.freshCache === true ? await mkdtemp(cacheIn(scratch)) : cacheIn(scratch);
    const env = { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1' };
    return { command, args, cwd: folder, env, outputFile };
  };
  const results = (Object.keys(tools) as ToolId[]).map((id) => ({
    id,
    tool: tools[id],
    peakBytes: null as number | null,
    reported: null as number | null,
    failure: null as string | null,
    seconds: [] as number[],
  }));
  // The first run also brings the history into memory; it is not timed.
  for (const result of results) {
    const run = await measure(await programOf(result.tool), limit, true);
    result.peakBytes = run.peakBytes;
    result.failure = run.failure;
    if (run.failure === null) result.reported = result.tool.countCommits(await readFile(outputFile, 'utf8'));
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const result of results) {
      if (result.failure !== null) continue;
      const run = await measure(await programOf(result.tool), limit, false);
      if (run.failure === null) result.seconds.push(run.seconds);
      else result.failure = `${run.failure} in round ${round + 1}`;
    }
  }
  const { wanted, commits, from, to } = range;
  return {
    wanted,
    commits,
    from,
    to,
    tools: results.map(({ tool, ...figures }) => ({ name: tool.name, ...figures })),
  };
}

function tableOf(size: SizeFigures): string {
  const base = medianSeconds(figuresOf(size, 'floor'));
  const our = medianSeconds(figuresOf(size, 'ours'));
  const ratio = (value: number | null, to: number | null): string =>
    value === null || to === null ? '-' : `${(value / to).toFixed(2)}x`;
  const rows = size.tools.map((figures) => {
    const { name, seconds, peakBytes, reported } = figures;
    const median = medianSeconds(figures);
    return [
      name,
      seconds.length === 0 ? '-' : Math.min(...seconds).toFixed(3),
      median === null ? '-' : median.toFixed(3),
      ratio(median, base),
      ratio(median, our),
      peakBytes === null ? 'not measured' : (peakBytes / 1_000_000).toFixed(0),
      reported === null ? '-' : String(reported),
    ];
  });
  const head = ['', 'min s', 'median s', 'to floor', 'to ours', 'peak MB', 'commits listed'];
  const failures = size.tools.flatMap(({ name, failure }) => (failure === null ? [] : [`${name}: ${failure}`]));
  return [`${size.commits} commits (${size.wanted} wanted)`, textTable([head, ...rows]), ...failures].join('\n');
}
