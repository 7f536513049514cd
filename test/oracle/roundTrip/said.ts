import { migrationGroups, requestFor, withDatabase, withReading } from '../../../src/core/highlights/grammarReading';
import { planMigrations, tellMigrations } from '../../../src/core/highlights/migrations';
import { tagged } from '../../../src/core/highlights/postgres/tree';
import { verdictsOf } from '../../../src/core/highlights/review/verdicts';
import { highlightsOf, type ToldMigration } from '../../../src/core/highlights/told';
import { recoveryOf, type Recovery } from '../../../src/core/recovery';
import type { BlobText, ChangedFile } from '../../../src/core/history';
import type { Sha } from '../../../src/core/sha';
import { takeApart } from '../../../src/grammars/forwardSection';
import { loadPostgresGrammar, type PostgresGrammar } from '../../../src/grammars/postgresGrammar';
import { postgresStatements } from '../../../src/grammars/postgresStatements';
import { readRequest } from '../../../src/grammars/readRequest';
import type { SqlResult } from '../../../src/core/highlights/readers';
import type { UpDown } from './roundTrip';

/** A file of a project. */
export interface ProjectFile {
  readonly path: string;
  readonly blob: Sha;
  readonly text: string;
}

/** What the product says of one migration in a range that is just it. */
export interface Said {
  readonly path: string;
  /** Its statements without those that begin or end a transaction; `down: null` without anything that takes it back. */
  readonly up: UpDown['up'];
  readonly down: UpDown['down'] | null;
  readonly reversible: boolean | null;
  readonly reason: string;
  readonly dataLost: boolean | null;
  readonly recovery: Recovery['verdict'];
}

/** Parses each text once, since every migration is read against all before it. */
function remembering(grammar: PostgresGrammar): PostgresGrammar {
  const once = <T>(parse: (text: string) => T): ((text: string) => T) => {
    const known = new Map<string, T>();
    return (text) => {
      const found = known.get(text) ?? parse(text);
      known.set(text, found);
      return found;
    };
  };
  return {
    parse: once((text) => grammar.parse(text)),
    parsePlPgSql: once((text) => grammar.parsePlPgSql(text)),
    scan: once((text) => grammar.scan(text)),
    isBroken: () => grammar.isBroken(),
  };
}

/** Says what the product says of each SQL migration of a project, in the order in which they run. */
export async function sayAll(files: readonly ProjectFile[]): Promise<readonly Said[]> {
  const changed = files.map(({ path, blob }): ChangedFile => ({
    path,
    status: 'added',
    oldBlob: null,
    newBlob: blob,
    isFile: true,
  }));
  const plan = planMigrations({ files: changed, complete: true, notes: [] });
  const texts = new Map(files.map(({ blob, text }): [Sha, BlobText] => [blob, { state: 'text', text }]));
  const grammar = remembering(await loadPostgresGrammar());
  return migrationGroups(tellMigrations(plan, texts))
    .filter(({ reads }) => reads === 'sql')
    .map((group) => withDatabase(group, new Map()))
    .filter(({ dialect }) => dialect === 'postgres' || dialect === null)
    .flatMap((group) => {
      const { migrations } = requestFor(group, []);
      return group.migrations.flatMap((told, at) => {
        const input = migrations[at];
        if (input === undefined) return [];
        let result: SqlResult = { state: 'unread', reason: '' };
        readRequest(
          grammar,
          { base: migrations.slice(0, at), migrations: [input], version: null },
          new Set(),
          () => undefined,
          (_at, read) => {
            result = read;
          },
        );
        const { up, down } = takeApart(input.text, input.sections);
        const downText = input.down ?? (down.trim() === '' ? null : down);
        return [
          {
            ...says(withReading(told, result, 'postgres')),
            up: statementsOf(grammar, up),
            down: downText === null ? null : statementsOf(grammar, downText),
          },
        ];
      });
    });
}

function says({ migration, ...rest }: ToldMigration): Omit<Said, 'up' | 'down'> {
  const told = { migrations: [{ migration, ...rest }], changedFiles: 1, complete: true, notes: [] };
  const highlights = highlightsOf(told);
  const { dataLost, schemaReversible } = verdictsOf(highlights, 'forward');
  return {
    path: migration.path,
    reversible: schemaReversible.answer,
    reason: migration.reversal?.reason ?? schemaReversible.reasons[0]?.text ?? '',
    dataLost: dataLost.answer,
    recovery: recoveryOf(highlights, 'forward').verdict,
  };
}

function statementsOf(grammar: PostgresGrammar, text: string): readonly string[] {
  return postgresStatements(grammar, text)
    .filter(({ node }) => tagged(node).tag !== 'TransactionStmt')
    .map(({ place }) => place.text);
}
