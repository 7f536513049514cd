import { remark, type Details, type Online, type Reading, type Remark } from './change';
import { algorithms, lockLevels, type Algorithm, type LockLevel, type MysqlServer, type OnlineDdl } from './model';
import { saidOnline, serverNames, together, type AlterForm } from './onlineDdl';

/** What a statement asks for by `ALGORITHM=` and `LOCK=`. */
export interface Given {
  readonly algorithm?: string;
  readonly lock?: string;
}

function isIn<T extends string>(list: readonly T[], value: string | undefined): value is T {
  return (list as readonly (string | undefined)[]).includes(value);
}

/** What the server does when it is told how; `refused` when it does not. `null`: not known. */
function asked(
  server: MysqlServer,
  can: OnlineDdl,
  { algorithm, lock }: Given,
): { readonly ddl: OnlineDdl; readonly refused: boolean | null } {
  let ddl = can;
  let refused: boolean | null = false;
  if (isIn<Algorithm>(algorithms, algorithm)) {
    const newer =
      algorithm === 'INSTANT' ? server !== 'mysql-5.7' : algorithm !== 'NOCOPY' || server === 'mariadb-10.6';
    if (!newer) refused = true;
    else if (can.algorithm === null) refused = algorithm === 'COPY' ? false : null;
    else refused = algorithms.indexOf(algorithm) < algorithms.indexOf(can.algorithm);
    if (refused !== true && algorithm === 'COPY') ddl = { algorithm: 'COPY', lock: 'SHARED', rebuilds: true };
  }
  if (isIn<LockLevel>(lockLevels, lock)) {
    if (ddl.lock === null) refused ??= null;
    else if (lockLevels.indexOf(lock) < lockLevels.indexOf(ddl.lock)) refused = true;
    // Beside ALGORITHM=INSTANT, MySQL takes no LOCK but DEFAULT (manual, Online DDL Performance and Concurrency).
    if (algorithm === 'INSTANT' && server !== 'mariadb-10.6') refused = true;
    else if (refused !== true) ddl = { ...ddl, lock };
  }
  return { ddl, refused };
}

/** The tools that alter a table beside its traffic, as far as they take this one. */
export function toolAdvice({ schema }: Reading, table: string): string {
  const known = schema.table(table);
  const keys = (known?.foreignKeys.size ?? 0) > 0 || schema.referencing(table).length > 0;
  const triggers = (known?.triggers ?? 0) > 0;
  if (keys || triggers) {
    const what = keys && triggers ? 'foreign keys and triggers' : keys ? 'foreign keys' : 'triggers';
    return `On a large table run it with pt-online-schema-change; gh-ost takes no table with ${what}.`;
  }
  return 'On a large table run it with gh-ost (which takes no table with foreign keys or triggers) or pt-online-schema-change.';
}

function named(servers: readonly MysqlServer[]): string {
  return servers.map((each) => serverNames[each]).join(', ');
}

function speedRemarks(reading: Reading, table: string, online: Online): readonly Remark[] {
  const all = Object.values(online);
  const advice = toolAdvice(reading, table);
  const how = saidOnline(online);
  const copying = all.filter(({ algorithm }) => algorithm === 'COPY').length;
  const unknown = all.filter(({ algorithm }) => algorithm === null).length;
  if (copying === all.length)
    return [
      remark('error', 'copies-table', `Copies every row of ${table}, and writers wait until it is done.`, advice),
    ];
  if (copying > 0)
    return [
      remark(
        'warning',
        'copies-table',
        `Copies every row of ${table} with writers waiting, on some servers (${how}).`,
        advice,
      ),
    ];
  const waiting = all.filter(({ lock, algorithm }) => lock === 'SHARED' && algorithm !== 'INSTANT').length;
  if (waiting > 0)
    return [remark('warning', 'blocks-writes', `Writers of ${table} wait until it is done (${how}).`, advice)];
  if (unknown === all.length)
    return [remark('note', 'may-copy-table', `Whether it copies ${table} is not known.`, advice)];
  const rebuilding = all.filter(({ rebuilds }) => rebuilds === true).length;
  if (rebuilding === 0) return [];
  return [
    remark(
      'note',
      'rebuilds-table',
      `Rebuilds ${table}${rebuilding === all.length ? '' : ' on some servers'} while others go on reading and writing: it takes disk space, and replicas fall behind (${how}).`,
      advice,
    ),
  ];
}

function refusals(servers: readonly MysqlServer[], refused: readonly MysqlServer[], given: Given): readonly Remark[] {
  if (refused.length === 0) return [];
  const what = [
    given.algorithm === undefined ? '' : `ALGORITHM=${given.algorithm}`,
    given.lock === undefined ? '' : `LOCK=${given.lock}`,
  ]
    .filter((each) => each !== '')
    .join(', ');
  const all = refused.length === servers.length;
  return [
    remark(
      all ? 'error' : 'warning',
      'refused-algorithm',
      all ? `Fails: the server cannot do this with ${what}.` : `Fails with ${what} on ${named(refused)}.`,
      'Leave it to the server, or take the change apart so that each part can be done so.',
    ),
  ];
}

/** What holds for a statement as a whole: how each server does it, what it says of locks, and what to do instead. */
export function wholeOf(reading: Reading, table: string, forms: readonly AlterForm[], given: Given): Details {
  const { servers } = reading;
  const told = servers.map((server) => ({ server, ...asked(server, together(forms, server), given) }));
  const online: Online = Object.fromEntries(told.map(({ server, ddl }) => [server, ddl]));
  const refused = told.filter((each) => each.refused === true).map(({ server }) => server);
  const notes = forms.length > 0 ? [saidOnline(online)] : [];
  return {
    online,
    notes,
    remarks: [
      ...refusals(servers, refused, given),
      ...(refused.length === servers.length ? [] : speedRemarks(reading, table, online)),
    ],
  };
}
