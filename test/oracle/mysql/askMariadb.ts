// Asks a MariaDB server which algorithm and lock it accepts for each form of ALTER TABLE, and writes its answers to the
// table that ships. Needs a server without data: MARIADB_SOCKET names its socket, and root needs no password.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { alterForms, fixture, type AlterForm } from './alterForms';

const socket = process.env['MARIADB_SOCKET'] ?? '';
const algorithms = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'] as const;
const locks = ['NONE', 'SHARED', 'EXCLUSIVE'] as const;

interface Answer {
  /** `null`: the server takes no `ALGORITHM` with it. */
  readonly algorithm: (typeof algorithms)[number] | null;
  /** `null`: the server takes no `LOCK` with it. */
  readonly lock: (typeof locks)[number] | null;
  readonly rebuilds: boolean;
  /** Of what is done in the metadata alone: it rebuilds the table when the same statement adds an index. */
  readonly rebuildsWithIndex?: boolean;
}

function run(sql: string): { readonly out: string; readonly error: string } {
  const { stdout, stderr } = spawnSync('mariadb', ['--no-defaults', '-S', socket, '-u', 'root', '-N', '-vv'], {
    input: `CREATE DATABASE IF NOT EXISTS oracle; USE oracle;\n${sql}`,
    encoding: 'utf8',
  });
  return { out: stdout, error: stderr };
}

const ids =
  "SELECT 'id', name, table_id FROM information_schema.innodb_sys_tables WHERE name LIKE 'oracle/items%' AND name NOT LIKE '%FTS%';";

/** The numbers that InnoDB gives to the table or its partitions. */
function idsIn(out: string): ReadonlyMap<string, string> {
  return new Map([...out.matchAll(/^id\t(\S+)\t(\d+)$/gm)].map(([, name = '', id = '']) => [name, id]));
}

function altered(form: AlterForm, options: string): string {
  const { action } = form;
  // Clauses on partitions, and ORDER BY, are the last ones.
  const last = /^(?:PARTITION BY|REMOVE|ORDER)/.test(action);
  const comma = action.startsWith('ORDER') ? ',' : '';
  if (options === '') return `ALTER TABLE items ${action};`;
  return last ? `ALTER TABLE items ${options}${comma} ${action};` : `ALTER TABLE items ${action}, ${options};`;
}

function prepared(form: AlterForm): string {
  return `${fixture(form)}\n${form.before === undefined ? '' : `${form.before};`}`;
}

/** Something that builds an index, so that the statement cannot be done in the metadata alone. */
function rebuildsWithIndex(form: AlterForm): boolean {
  return !accepts({ ...form, action: `${form.action}, ADD INDEX built (amount)` }, 'ALGORITHM=NOCOPY');
}

function accepts(form: AlterForm, options: string): boolean {
  return run(`${prepared(form)}\n${altered(form, options)}`).error === '';
}

function ask(form: AlterForm): Answer | null {
  const { out, error } = run(
    `${prepared(form)}\n${ids}\nSELECT 'BEFORE';\n${altered(form, '')}\nSELECT 'AFTER';\n${ids}`,
  );
  if (error !== '') {
    console.error(`${form.form}: ${form.action}: ${error.trim()}`);
    return null;
  }
  const [before = '', middle = '', after = ''] = out.split(/^(?:BEFORE|AFTER)$/m);
  const [old, now] = [idsIn(before), idsIn(after)];
  const kept = [...old.values()].filter((id) => [...now.values()].includes(id)).length;
  const changed = [...old].some(([name, id]) => now.has(name) && now.get(name) !== id);
  const rebuilds = form.empties !== true && (kept === 0 || changed);
  const accepted = algorithms.find((each) => accepts(form, `ALGORITHM=${each}`)) ?? null;
  const lock =
    accepted === null ? null : (locks.find((each) => accepts(form, `ALGORITHM=${accepted}, LOCK=${each}`)) ?? null);
  // Some changes take any ALGORITHM and copy the rows all the same.
  const copies = /Query OK, [1-9]\d* rows? affected/.test(middle);
  const algorithm = copies && accepted !== null ? 'COPY' : accepted;
  return {
    algorithm,
    lock,
    rebuilds,
    ...(algorithm === 'INSTANT' ? { rebuildsWithIndex: rebuildsWithIndex(form) } : {}),
  };
}

const answers = new Map<string, Answer | null>();
for (const form of alterForms) {
  const answer = ask(form);
  const known = answers.get(form.form);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(answer)) {
    console.error(
      `${form.form}: ${form.action}: ${JSON.stringify(answer)}, but another of the form ${JSON.stringify(known)}`,
    );
  }
  answers.set(form.form, answer);
}
const version = /\d+\.\d+\.\d+/.exec(run('SELECT VERSION();').out)?.[0] ?? '';
const path = process.argv[2] ?? 'src/core/highlights/mysql/mariadbOnlineDdl.json';
const forms = Object.fromEntries([...answers].toSorted(([a], [b]) => a.localeCompare(b)));
writeFileSync(path, `${JSON.stringify({ server: `MariaDB ${version}`, forms }, null, 2)}\n`);
console.log(`${path}: ${answers.size} forms, MariaDB ${version}`);
