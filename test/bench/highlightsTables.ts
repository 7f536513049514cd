import type { Loaded } from '../hosts/grammarTrace';
import {
  firstMs,
  longestOf,
  peerMs,
  peerStartMs,
  warmMs,
  type HighlightsFigures,
  type Taken,
} from './highlightsFigures';
import { median } from './median';
import { textTable } from './textTable';

const ms = (value: number): string => value.toFixed(1);
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

function blocks(all: readonly Taken[]): readonly string[] {
  const { blockMs, workMs } = longestOf(all);
  return [ms(blockMs), ms(workMs)];
}

/** What was found, for people. */
export function highlightsTables(figures: HighlightsFigures): string {
  return [statementTable(figures), rangeTable(figures), grammarTable(figures), loadedTable(figures)].join('\n\n');
}

function statementTable({ corpus, ours, peer }: HighlightsFigures): string {
  const each = (value: number): string => ((1000 * value) / corpus.statements).toFixed(0);
  const first = firstMs(ours);
  const warm = warmMs(ours);
  const rows = [
    ['', 'start ms', 'all ms', 'µs per statement', 'longest block ms', 'of work ms'],
    [
      'release-review, first reading',
      ms(Math.min(...ours.map(({ start }) => start.ms))),
      ms(first),
      each(first),
      ...blocks(ours.flatMap((round) => [round.start, round.first])),
    ],
    ['release-review, warm', '-', ms(warm), each(warm), ...blocks(ours.flatMap(({ again }) => again))],
    ...(peer === null
      ? []
      : [
          [
            `${peer.name}, without its start`,
            ms(peerStartMs(peer.runs)),
            ms(peerMs(peer.runs)),
            each(peerMs(peer.runs)),
            '-',
            '-',
          ],
        ]),
  ];
  const { operations, unread } = ours[0] ?? { operations: 0, unread: 0 };
  const { statements, files, bytes, source } = corpus;
  const title = `${statements} statements of Postgres in ${files} files (${megabytes(bytes)} MB), ${source}`;
  return [title, textTable(rows), `${operations} operations found, ${unread} files not read`].join('\n');
}

function rangeTable({ ranges }: HighlightsFigures): string {
  const rows = ranges.map(({ name, rounds }) => {
    const [first] = rounds;
    return [
      name,
      String(first?.migrations ?? 0),
      String(first?.operations ?? 0),
      String(first?.byWords ?? 0),
      ms(median(rounds.map((each) => each.ms))),
      ...blocks(rounds),
    ];
  });
  const head = ['', 'migrations', 'operations', 'by words', 'all ms', 'longest block ms', 'of work ms'];
  return ['the migrations of a range, from the changed files to the highlights', textTable([head, ...rows])].join('\n');
}

function grammarTable({ grammars }: HighlightsFigures): string {
  const rows = grammars.map(({ name, rounds }) => [
    name,
    ms(median(rounds.map((each) => each.ms))),
    megabytes(median(rounds.map(({ residentBytes }) => residentBytes))),
    megabytes(median(rounds.map(({ heapBytes }) => heapBytes))),
  ]);
  const head = ['', 'load ms', 'resident MB', 'heap MB'];
  return [
    'each grammar in its worker, from the start of the worker to its first answer',
    textTable([head, ...rows]),
  ].join('\n');
}

function loadedTable({ loaded }: HighlightsFigures): string {
  const row = (name: string, { workers, wasmFiles, compiled }: Loaded): readonly string[] => [
    name,
    String(workers.length),
    String(wasmFiles.length),
    String(compiled),
  ];
  const head = ['', 'workers', '.wasm files', 'compiled'];
  return [
    'what `release-review highlights` starts, opens and compiles',
    textTable([head, row('a range without migrations', loaded.without), row('a range with migrations', loaded.with)]),
  ].join('\n');
}
