import mariadb from './mariadbOnlineDdl.json';
import { algorithms, lockLevels, mysqlServers, type MysqlServer, type OnlineDdl } from './model';
import mysql from './mysqlOnlineDdl.json';

/** A form of `ALTER TABLE` that the servers do in a way of its own; `unknown` when it could not be told. */
export type AlterForm = keyof typeof mariadb.forms | keyof typeof mysql.forms | 'unknown';

interface Entry {
  readonly algorithm: string | null;
  readonly lock: string | null;
  readonly rebuilds: boolean | null;
  readonly rebuildsWithIndex?: boolean;
}

const unknown: Entry = { algorithm: null, lock: null, rebuilds: null };
const versions = { 'mysql-5.7': '5.7', 'mysql-8.0': '8.0', 'mysql-8.4': '8.4' } as const;

type MysqlEntry = Readonly<Record<'5.7' | '8.0' | '8.4', Entry>> & { readonly section: string; readonly note?: string };
const mysqlForms: Readonly<Record<string, MysqlEntry>> = mysql.forms;
const mariadbForms: Readonly<Record<string, Entry>> = mariadb.forms;

function entry(form: AlterForm, server: MysqlServer): Entry {
  if (server === 'mariadb-10.6') return (Object.hasOwn(mariadbForms, form) ? mariadbForms[form] : undefined) ?? unknown;
  return (Object.hasOwn(mysqlForms, form) ? mysqlForms[form]?.[versions[server]] : undefined) ?? unknown;
}

/** What MySQL's manual says beside its table; empty when nothing. */
export function noteOf(form: AlterForm): string {
  return (Object.hasOwn(mysqlForms, form) ? mysqlForms[form]?.note : undefined) ?? '';
}

/** The later of two in a list; `null`, not known, when either is not known and the other one is not the last. */
function further<T>(list: readonly T[], a: T | null, b: T | null): T | null {
  const last = list.at(-1);
  if (last !== undefined && (a === last || b === last)) return last;
  if (a === null || b === null) return null;
  return list.indexOf(a) >= list.indexOf(b) ? a : b;
}

function word<T extends string>(list: readonly T[], value: string | null): T | null {
  return list.find((each) => each === value) ?? null;
}

/** `true` wins, then what is not known. */
function either(a: boolean | null, b: boolean | null): boolean | null {
  return a === true || b === true ? true : a === null || b === null ? null : false;
}

const virtual: readonly AlterForm[] = ['add-column/virtual', 'drop-column/virtual'];
/** What MariaDB does beside the addition or removal of a virtual column without a copy, asked of it form by form. */
const besideVirtual: readonly AlterForm[] = [
  ...virtual,
  'drop-column',
  'drop-column/stored',
  'add-index',
  'drop-index',
  'add-fulltext-index/further',
  'add-spatial-index',
];

/** A virtual column that comes or goes beside something else; `null`: nothing of the kind. */
function mixedVirtual(forms: readonly AlterForm[], server: MysqlServer): OnlineDdl | null {
  if (!forms.some((each) => virtual.includes(each)) || forms.every((each) => virtual.includes(each))) return null;
  const copies =
    server === 'mariadb-10.6' ? forms.some((each) => !besideVirtual.includes(each)) : forms.includes('rename-column');
  if (copies) return { algorithm: 'COPY', lock: 'SHARED', rebuilds: true };
  return server === 'mariadb-10.6' ? null : { algorithm: null, lock: null, rebuilds: null };
}

/**
 * How a server does one statement with clauses of these forms: as the least online of them. What is done in the metadata
 * alone may rebuild the table once it stands beside what is not.
 */
export function together(forms: readonly AlterForm[], server: MysqlServer): OnlineDdl {
  const mixed = mixedVirtual(forms, server);
  if (mixed !== null) return mixed;
  const entries = forms.map((form) => entry(form, server));
  // MariaDB drops an index beside what it does in the metadata alone; building one is another matter.
  const instant = forms.every(
    (form, at) => entries[at]?.algorithm === 'INSTANT' || (server === 'mariadb-10.6' && form === 'drop-index'),
  );
  const all = entries
    .map(({ algorithm, lock, rebuilds, rebuildsWithIndex = false }) => ({
      algorithm: word(algorithms, algorithm),
      lock: word(lockLevels, lock),
      rebuilds: instant ? rebuilds : either(rebuilds, rebuildsWithIndex),
    }))
    .reduce<OnlineDdl>(
      (so, each) => ({
        algorithm: further(algorithms, so.algorithm, each.algorithm),
        lock: further(lockLevels, so.lock, each.lock),
        rebuilds: either(so.rebuilds, each.rebuilds),
      }),
      { algorithm: 'INSTANT', lock: 'NONE', rebuilds: false },
    );
  // Every copy keeps writers out, and what rebuilds a table is no change of the metadata alone.
  if (all.algorithm === 'COPY') return { ...all, lock: all.lock === 'EXCLUSIVE' ? 'EXCLUSIVE' : 'SHARED' };
  return all.rebuilds === true && all.algorithm !== null ? { ...all, algorithm: 'INPLACE' } : all;
}

/** The servers that may run a migration when its own is not known. */
export function serversFor(server: MysqlServer | null): readonly MysqlServer[] {
  return server === null ? mysqlServers : [server];
}

/** The servers' names for people. */
export const serverNames: Readonly<Record<MysqlServer, string>> = {
  'mysql-5.7': 'MySQL 5.7',
  'mysql-8.0': 'MySQL 8.0',
  'mysql-8.4': 'MySQL 8.4',
  'mariadb-10.6': 'MariaDB 10.6',
};

/** `MySQL 5.7: INPLACE, rebuilds the table; MySQL 8.0, MySQL 8.4: INSTANT`. */
export function saidOnline(online: Readonly<Partial<Record<MysqlServer, OnlineDdl>>>): string {
  const byText = new Map<string, string[]>();
  for (const server of mysqlServers) {
    const each = online[server];
    if (each === undefined) continue;
    const { algorithm, lock, rebuilds } = each;
    const waits = { NONE: '', SHARED: ', writes wait', EXCLUSIVE: ', everybody waits' };
    const text = `${algorithm ?? (rebuilds === true ? 'INPLACE or COPY' : 'not known')}${rebuilds === true && algorithm !== 'COPY' ? ', rebuilds the table' : ''}${lock === null ? '' : waits[lock]}`;
    byText.set(text, [...(byText.get(text) ?? []), serverNames[server]]);
  }
  return [...byText].map(([text, list]) => `${list.join(', ')}: ${text}`).join('; ');
}
