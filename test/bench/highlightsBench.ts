import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { languages } from '../../src/core/highlights/dsl/syntax';
import { loadedBy } from '../hosts/grammarTrace';
import { projectRoot } from '../hosts/projectFolders';
import { runProgram } from '../hosts/runProgram';
import { aimLine } from './aims';
import { judgeHighlights } from './highlightsAims';
import { corpusOf, generatedCorpus, type SqlCorpus } from './highlightsCorpus';
import type {
  GrammarFigures,
  HighlightsFigures,
  PeerFigures,
  RangeFigures,
  StatementFigures,
} from './highlightsFigures';
import { makeRanges, noMigrations, type MadeRange } from './highlightsRanges';
import { highlightsTables } from './highlightsTables';
import { installSquawk } from './squawk';

export const highlightsHelp = `usage: npm run bench -- highlights [options]

Measures how migrations are read: statements of Postgres by the worker, beside squawk on the same files; whole ranges of
migrations; what each grammar takes to load; and that nothing is loaded for a range without migrations.

  --repo DIR         a git repository, bare or not, of whose newest commit the migrations in SQL are read; without it
                     statements are generated
  --statements N     about how many statements (1000)
  --migrations N     how many migrations each range adds, on top of as many that are there before (300)
  --rounds N         how often each is measured, in a process of its own (3)
  --json FILE        writes the figures there as well

What is compared with squawk: we read texts in a worker that has started and has loaded its grammar, from sending them
to the last answer, the first time and once it is warm; of squawk's runs the time of a run over a file without a
statement is taken off. The quickest run of each counts, because whatever else runs on the machine only makes it slower;
on a busy machine not even that tells much. Both read the same files; squawk reads them from the disk and writes its
report as JSON. Both tell what is dangerous; beyond that we tell what each statement does, replay it on the schema, and
send it back.

A block is the longest time in which the thread that asked could do nothing else, the longest of all rounds, as a ticker
of one millisecond sees it. On a machine that is busy with something else it is longer than the work in it, which is
measured as well.
`;

interface Wanted {
  readonly repo: string | null;
  readonly statements: number;
  readonly migrations: number;
  readonly rounds: number;
  readonly json: string | null;
}

/** The benchmark `highlights`. Gives the exit code: 0, whether the aims hold or not. */
export async function runHighlightsBench(args: readonly string[]): Promise<number> {
  const wanted = readWanted(args);
  if (wanted === null) {
    process.stdout.write(highlightsHelp);
    return 0;
  }
  const scratch = await mkdtemp(join(tmpdir(), 'release-review-bench-'));
  try {
    const corpus =
      wanted.repo === null ? generatedCorpus(wanted.statements) : await corpusOf(wanted.repo, wanted.statements);
    const squawk = await installSquawk().catch((error: unknown) => {
      console.error(`squawk is not measured: ${String(error)}`);
      return null;
    });
    const { files, empty } = await writeCorpus(corpus, scratch);
    const peerRuns: PeerFigures[] = [];
    const ours = await inRounds(wanted.rounds, async () => {
      const output = join(scratch, 'output');
      for (let run = 0; squawk !== null && run < peerRunsPerRound; run += 1) {
        peerRuns.push({ startMs: squawk.run([empty], output), allMs: squawk.run(files, output) });
      }
      return probe<StatementFigures>(scratch, 'statements', join(scratch, 'sql'));
    });
    const grammars = await inTurns(['postgres', 'mysql', ...languages], wanted.rounds, (name) =>
      probe<GrammarFigures>(scratch, 'grammar', name),
    );
    const repository = join(scratch, 'ranges');
    const made = await makeRanges(repository, wanted.migrations);
    const ranges = await inTurns(
      made.map(({ name }) => name),
      wanted.rounds,
      (name) => {
        const { from, to } = named(made, name);
        return probe<RangeFigures>(scratch, 'range', repository, from, to);
      },
    );
    const loadedFor = (name: string): ReturnType<typeof loadedBy> => {
      const { from, to } = named(made, name);
      const options = ['--repo', repository, '--from', from, '--to', to];
      return loadedBy(join(projectRoot, 'dist', 'cli.js'), ['highlights', ...options], environment(scratch));
    };
    const { source, statements, bytes } = corpus;
    const figures: HighlightsFigures = {
      corpus: { source, statements, bytes, files: corpus.texts.length },
      ours,
      peer: squawk === null ? null : { name: squawk.name, runs: peerRuns },
      grammars,
      ranges: ranges.filter(({ name }) => name !== noMigrations),
      loaded: { without: await loadedFor(noMigrations), with: await loadedFor(made[0]?.name ?? '') },
    };
    console.log(`Node ${process.version}, ${cpus().length} CPUs, rounds: ${wanted.rounds}\n`);
    console.log(highlightsTables(figures));
    const aims = judgeHighlights(figures);
    console.log(`\n${aims.map(aimLine).join('\n')}`);
    if (wanted.json !== null) {
      const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? null };
      await writeFile(wanted.json, `${JSON.stringify({ machine, ...figures, aims }, null, 2)}\n`);
    }
    return 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A run of the peer is short: more of them make up for what else the machine does. */
const peerRunsPerRound = 15;

async function writeCorpus(
  { texts }: SqlCorpus,
  scratch: string,
): Promise<{ readonly files: readonly string[]; readonly empty: string }> {
  await mkdir(join(scratch, 'sql'));
  const files = texts.map((_text, at) => join(scratch, 'sql', `${String(at + 1).padStart(5, '0')}.sql`));
  for (const [at, file] of files.entries()) await writeFile(file, texts[at] ?? '');
  const empty = join(scratch, 'empty.sql');
  await writeFile(empty, '-- nothing\n');
  return { files, empty };
}

async function inRounds<Figures>(rounds: number, run: () => Promise<Figures>): Promise<readonly Figures[]> {
  const all: Figures[] = [];
  while (all.length < rounds) all.push(await run());
  return all;
}

/** They take turns, so that what else the machine does meets all of them. */
async function inTurns<Figures>(
  names: readonly string[],
  rounds: number,
  run: (name: string) => Promise<Figures>,
): Promise<readonly { readonly name: string; readonly rounds: readonly Figures[] }[]> {
  const all = names.map((name) => ({ name, rounds: [] as Figures[] }));
  for (let round = 0; round < rounds; round += 1) for (const each of all) each.rounds.push(await run(each.name));
  return all;
}

function named(made: readonly MadeRange[], name: string): MadeRange {
  const range = made.find((each) => each.name === name);
  if (range === undefined) throw new Error(`There is no range ${name}.`);
  return range;
}

function environment(scratch: string): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CACHE_HOME: join(scratch, 'cache'), NO_COLOR: '1' };
}

/** Measures one thing in a fresh process. */
async function probe<Figures>(scratch: string, ...args: readonly string[]): Promise<Figures> {
  const program = join(projectRoot, 'dist', 'test', 'bench', 'main.mjs');
  const printed = await runProgram({
    command: process.execPath,
    args: [program, 'highlights-probe', ...args],
    env: environment(scratch),
  });
  return JSON.parse(printed) as Figures;
}

function readWanted(args: readonly string[]): Wanted | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      repo: { type: 'string' },
      statements: { type: 'string', default: '1000' },
      migrations: { type: 'string', default: '300' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  // npm runs scripts in the project's folder, whatever the caller's was.
  const path = (given: string | undefined): string | null =>
    given === undefined ? null : resolve(process.env['INIT_CWD'] ?? '.', given);
  return {
    repo: path(values.repo),
    statements: positive('statements', values.statements),
    migrations: positive('migrations', values.migrations),
    rounds: positive('rounds', values.rounds),
    json: path(values.json),
  };
}

function positive(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`--${name} has to be a whole number over 0, found "${text}".`);
  return Number(text);
}
