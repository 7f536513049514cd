// Runs every migration of a public project up, down and up again on a real Postgres, and prints what happened beside what
// the product says of it: node main.mjs <git directory> [--only=<folder>] [--set=<text>=<instead>] [--json=<file>]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { candidateOf } from '../../../src/core/highlights/candidates';
import { parseSha } from '../../../src/core/sha';
import { RoundTrips, type Happened, type RowsHappened } from './roundTrip';
import { sayAll, type ProjectFile, type Said } from './said';

interface Row extends Omit<Said, 'up' | 'down'>, Partial<Happened> {
  /** `null` without anything that takes it back. */
  readonly cameBack: boolean | null;
  readonly rows: RowsHappened | null;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, set: { type: 'string', multiple: true }, json: { type: 'string' } },
});
const [repository = '.'] = positionals;

function git(...parameters: readonly string[]): string {
  const { stdout, status, stderr } = spawnSync('git', ['-C', repository, ...parameters], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function projectFiles(): readonly ProjectFile[] {
  return git('ls-tree', '-r', '-z', 'HEAD')
    .split('\0')
    .flatMap((line): readonly ProjectFile[] => {
      const [, id = '', path = ''] = /^100\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      const blob = parseSha(id);
      if (blob === undefined || !path.endsWith('.sql') || !path.startsWith(values.only ?? '')) return [];
      if (candidateOf(path) === null) return [];
      let text = git('cat-file', 'blob', blob);
      for (const [from = '', to = ''] of (values.set ?? []).map((each) => each.split('=')))
        text = text.replaceAll(from, to);
      return [{ path, blob, text }];
    });
}

const word = (answer: boolean | null): string => (answer === null ? 'unknown' : answer ? 'yes' : 'no');

const said = await sayAll(projectFiles());
const trips = await RoundTrips.start();
const rows: Row[] = [];
for (const { up, down, ...rest } of said) {
  const happened = down === null ? null : await trips.tryOut({ up, down });
  const cameBack = happened === null ? null : happened.failed === null && happened.notBack.length === 0;
  const withRows = happened?.failed !== null ? null : await trips.tryRows({ up, down: down ?? [] });
  rows.push({ ...rest, ...happened, cameBack, rows: withRows });
  const wrong = rest.reversible === true && cameBack !== true && happened?.failed?.step !== 'up';
  const harsh = rest.reversible !== true && cameBack === true;
  if (wrong || harsh) {
    const what = happened?.failed?.message ?? happened?.notBack.join('; ') ?? 'nothing takes it back';
    console.log(
      `${wrong ? 'WRONG' : 'harsh'} ${rest.path}\n  ${word(rest.reversible)}: ${rest.reason}\n  ${what.slice(0, 400)}`,
    );
  }
  try {
    await trips.run(up);
  } catch (error) {
    console.log(`STOPPED ${rest.path}: ${String(error)}`);
  }
}
await trips.close();

const counts = new Map<string, number>();
const count = (key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
for (const { reversible, cameBack, failed, dataLost, rows: withRows } of rows) {
  const happened =
    cameBack === null
      ? 'no way back'
      : cameBack
        ? 'came back'
        : failed === null || failed === undefined
          ? 'not the same'
          : `${failed.step} refused`;
  const key = `said ${word(reversible)}, ${happened}`;
  count(key);
  if (withRows === null) continue;
  const became =
    withRows.failed === null
      ? withRows.lost.length === 0
        ? 'as before'
        : 'not as before'
      : `${withRows.failed.step} refused`;
  count(`with rows: said ${word(reversible)}, data lost ${word(dataLost)}: ${became}`);
}
for (const [key, count] of [...counts].toSorted()) console.log(`${String(count).padStart(5)} ${key}`);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 1));
