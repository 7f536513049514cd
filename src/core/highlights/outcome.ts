import type { ChangedFile } from '../history';
import type { Candidate } from './candidates';
import { hasCalls, readCalls } from './dslCalls';
import { firstCode } from './firstCode';
import type { Framework } from './frameworks';
import { readChangelog, readSqlChangelog, type ChangeSet } from './liquibase';
import { changeSetFindings, enumFindings, findingsOf, rankedFindings, type Happened } from './migrationFindings';
import type { Finding, Migration, MigrationOperation } from './model';
import { notUnderstood } from './operation';
import { isSameMigration } from './remembered';
import { isReworded } from './rewording';
import type { SqlReader } from './sqlReading';

/** A changed file that turned out to be a migration. */
export interface KnownMigration {
  readonly candidate: Candidate;
  readonly file: ChangedFile;
  readonly framework: Framework;
  /** Text at either end; `null` where there is none or it could not be read. */
  readonly oldText: string | null;
  readonly newText: string | null;
  /** Why a text could not be read. */
  readonly unread: string | null;
  /** Where its text stands now when it went out of the folder that its tool looks in. */
  readonly movedTo: string | null;
}

/** What a release does with a migration. */
export type Outcome = Pick<Migration, 'effect' | 'operations' | 'findings'>;

/**
 * Tells what a release does with a migration.
 * @param from what it was renamed from; its own file is then an added one
 */
export function outcomeOf(known: KnownMigration, from: KnownMigration | null, readSql: SqlReader): Outcome {
  const { effect, operations, findings } = decide(known, from, readSql);
  const all: readonly Finding[] = effect === 'run' ? [...findings, ...enumFindings(operations)] : findings;
  return {
    effect,
    operations,
    findings: rankedFindings(all),
  };
}

function decide(known: KnownMigration, from: KnownMigration | null, readSql: SqlReader): Outcome {
  const { candidate, file, framework, newText } = known;
  const oldText = from === null ? known.oldText : from.oldText;
  const status: Happened['status'] = from === null ? file.status : 'renamed';
  const { role } = candidate;
  const happened = { status, framework, role, unread: known.unread ?? from?.unread ?? null, change: null };
  if (role === 'undo') return { effect: undoEffects[status], operations: [], findings: findingsOf(happened) };
  if (status === 'deleted' && known.movedTo !== null) {
    return { effect: 'taken-out', operations: [], findings: findingsOf({ ...happened, movedTo: known.movedTo }) };
  }
  if (status === 'deleted') {
    return { effect: 'taken-out', operations: operationsOf(known, oldText, readSql), findings: findingsOf(happened) };
  }
  if (framework.reads === 'changelog' && status === 'modified' && oldText !== null && newText !== null) {
    return changelogOutcome(known, oldText, newText, readSql);
  }
  const operations = operationsOf(known, newText, readSql);
  const change =
    status === 'added' || oldText === null || newText === null ? null : changeOf(known, oldText, operations, readSql);
  const sameVersion =
    from !== null && isSameMigration({ ...known, text: known.newText }, { ...from, text: from.oldText });
  const origin =
    from === null
      ? {}
      : {
          from: from.candidate.path,
          sameVersion,
          sameName: fileName(from.candidate.path) === fileName(candidate.path),
        };
  const findings = findingsOf({ ...happened, change, ...origin });
  if (status === 'added' || (status === 'renamed' && !sameVersion)) return { effect: 'run', operations, findings };
  const unchanged = oldText !== null && oldText === newText;
  if (role === 'repeatable' && !unchanged) return { effect: 'run', operations, findings };
  // A tool that keeps a checksum does not care that only comments changed: the reviewer must see it.
  const reworded = status === 'modified' && (unchanged || (change === 'words' && !framework.checksums));
  return reworded ? { effect: 'reworded', operations: [], findings } : { effect: 'edited', operations, findings };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The undo of a migration that is not in the range; nothing of it runs when the release goes forward. */
const undoEffects = {
  added: 'run',
  renamed: 'run',
  modified: 'edited',
  deleted: 'taken-out',
} as const satisfies Record<Migration['status'], Migration['effect']>;

function operationsOf(known: KnownMigration, text: string | null, readSql: SqlReader): readonly MigrationOperation[] {
  const { candidate, framework } = known;
  if (text === null) return [notUnderstood({ line: 1, text: '' }, 'Its content could not be read')];
  switch (framework.reads) {
    case 'sql':
      return readSql(text, framework.sections);
    case 'calls':
      return hasCalls(framework.id) ? readCalls(text, framework.id, readSql) : [];
    case 'changelog':
      return changeSets(candidate, text, readSql).flatMap(({ operations }) => operations);
    case 'nothing':
      return [
        notUnderstood(
          firstCode(text),
          framework.id === 'script'
            ? 'Is a program, which is not read here'
            : `Is code for ${framework.name}, which is not read here`,
        ),
      ];
  }
}

const plain = (operations: readonly MigrationOperation[]): string =>
  operations.map(({ kind, text }) => `${kind} ${text.replaceAll(/\s+/g, ' ')}`).join('\n');

function changeOf(
  known: KnownMigration,
  oldText: string,
  operations: readonly MigrationOperation[],
  readSql: SqlReader,
): Happened['change'] {
  const newText = known.newText ?? '';
  if (oldText === newText) return null;
  if (isReworded(oldText, newText, known.candidate.path, known.framework)) return 'words';
  return plain(operationsOf(known, oldText, readSql)) === plain(operations) ? 'beside' : 'meaning';
}

function changeSets({ path }: Candidate, text: string, readSql: SqlReader): readonly ChangeSet[] {
  return path.endsWith('.sql') ? readSqlChangelog(text, readSql) : readChangelog(text, path, readSql);
}

/** Of a changelog that was edited: its new change sets run; without one, those count that it lost or that changed. */
function changelogOutcome(known: KnownMigration, before: string, after: string, readSql: SqlReader): Outcome {
  const { candidate, framework } = known;
  const old = new Map(changeSets(candidate, before, readSql).map((set) => [set.key, set]));
  const now = changeSets(candidate, after, readSql);
  const keys = new Set(now.map(({ key }) => key));
  const gone = [...old.values()].filter(({ key }) => !keys.has(key));
  const runs: ChangeSet[] = [];
  const edited: ChangeSet[] = [];
  for (const set of now) {
    const was = old.get(set.key);
    if (was === undefined || (set.repeats && was.text !== set.text)) runs.push(set);
    else if (was.text !== set.text) edited.push(set);
  }
  const listed = (effect: Outcome['effect'], sets: readonly ChangeSet[]): Outcome => ({
    effect,
    operations: sets.flatMap(({ operations }) => operations),
    findings: changeSetFindings(edited, gone),
  });
  if (runs.length > 0) return listed('run', runs);
  if (gone.length > 0) return listed('taken-out', gone);
  if (edited.length > 0) return listed('edited', edited);
  // What else a changelog says, such as what it includes, may well change what runs.
  if (!isReworded(before, after, candidate.path, framework)) return listed('run', []);
  return { effect: 'reworded', operations: [], findings: [] };
}
