import { hostile } from './releaseParts';
import type { FindingView, HighlightsView, OperationView, PlaceView } from '../../src/views/panel/hurtViews';

/** An operation that nobody notices. */
function harmless(line: number, text: string, summary: string): OperationView {
  const nothing = { locks: [], work: [], oldCode: null, notes: [] };
  return { line, text, summary, destructive: false, certain: false, understood: true, ...nothing, harmless: true };
}

const finding = (tone: FindingView['tone'], line: number | null, text: string, advice = ''): FindingView => ({
  tone,
  line,
  text,
  advice,
});

const dropPath = 'db/migrate/20261118093011_drop_legacy_ref.sql';
const lost: PlaceView = {
  path: dropPath,
  line: 3,
  text: 'ALTER TABLE orders DROP COLUMN legacy_ref',
  why: 'Drops the column legacy_ref of the table orders with every value in it.',
};
const breaks: PlaceView = { ...lost, why: 'Earlier code that reads or writes legacy_ref fails.' };

/** Migrations: destructive, risky, harmless, and one that is not run. */
export const highlights: HighlightsView = {
  summary: '1 destructive migration, 3 others',
  status: null,
  recovery: {
    tone: 'error',
    text: 'Roll forward only.',
    reasons: [
      lost,
      ...[7, 9, 12].map((line) => ({
        path: 'prisma/migrations/20261120090000_rename_totals/migration.sql',
        line,
        text: 'ALTER TABLE invoices RENAME COLUMN total TO total_cents',
        why: 'Earlier code that uses total fails.',
      })),
    ],
    verdicts: [
      { id: 'dataLost', question: 'Data lost for good', answer: 'yes', tone: 'error', reasons: [lost] },
      {
        id: 'previousCodeRuns',
        question: 'Earlier code runs on the new schema',
        answer: 'no',
        tone: 'error',
        reasons: [breaks],
      },
      {
        id: 'schemaReversible',
        question: 'Schema can be taken back',
        answer: 'not known',
        tone: 'warn',
        reasons: [],
      },
    ],
  },
  review: [
    {
      id: 'locks',
      question: 'Does it take a lock that stops a busy table?',
      answer: 'Yes, for as long as it works through the table: users.',
      tone: 'warn',
    },
    {
      id: 'apart',
      question: 'Did the code stop using what is taken away in an earlier release?',
      answer:
        'No changed file that was looked into names what is taken away; whether production still uses it cannot be told from here.',
      tone: 'info',
    },
    {
      id: 'data-size',
      question: 'Was it tried on a data set of production size?',
      answer: 'Nothing in the repository can tell.',
      tone: 'dim',
    },
    {
      id: 'concurrently',
      question: 'Are indexes built CONCURRENTLY?',
      answer: 'Every index on a table in use is built CONCURRENTLY.',
      tone: 'ok',
    },
  ],
  tables: [{ table: 'orders', text: 'expand 2, contract 1' }],
  migrations: [
    {
      path: dropPath,
      runs: true,
      tone: 'error',
      framework: 'Flyway',
      status: { text: 'added' },
      phase: { text: 'contract', tone: 'warn', title: 'Takes away or forbids what earlier code may use.' },
      down: { text: 'no way back', title: 'There is no migration that takes it back.' },
      findings: [
        finding('error', 3, 'Data of orders.legacy_ref cannot be brought back.'),
        finding(
          'warn',
          3,
          'Ships together with the code that stops using orders.legacy_ref (app/models/order.rb): earlier code fails on it.',
          'Release the code first, and this migration once no earlier code runs.',
        ),
        finding('info', 3, 'Waits for its lock on orders without a limit.', "SET lock_timeout = '5s' first."),
        finding('info', null, 'Read by its words only, so that less is known: its reader took too long.'),
      ],
      operations: [
        {
          ...harmless(3, 'ALTER TABLE orders DROP COLUMN legacy_ref;', 'Drops the column legacy_ref of orders.'),
          destructive: true,
          certain: true,
          locks: [{ text: 'AccessExclusiveLock on orders', title: 'Nobody else can read or write.' }],
          oldCode: {
            text: 'old code: breaks',
            tone: 'error',
            title: 'Earlier code that reads or writes legacy_ref fails.',
          },
          harmless: false,
        },
        harmless(7, "COMMENT ON TABLE orders IS 'v2';", 'Comments the table orders.'),
      ],
    },
    {
      path: 'db/migrate/20261119101500_index_email.sql',
      runs: true,
      tone: 'warn',
      framework: 'Flyway',
      status: { text: 'added' },
      phase: { text: 'expand', tone: 'dim', title: 'Makes room for the new code; earlier code goes on.' },
      down: {
        text: 'has a way back',
        title: 'The down migration names the inverse of everything.',
        intent: { kind: 'openFile', path: 'db/migrate/20261119101500_index_email.down.sql', line: null },
      },
      findings: [
        finding('warn', 1, 'While the index is built nobody can write to users.', 'CREATE INDEX CONCURRENTLY.'),
      ],
      operations: [
        {
          ...harmless(1, 'CREATE INDEX users_email ON users (email);', 'Creates the index users_email on users.'),
          locks: [{ text: 'ShareLock on users', title: 'Others can read; nobody can write.' }],
          work: ['builds an index'],
          notes: ['Since Postgres 18 a NOT NULL constraint can be added NOT VALID.'],
          harmless: false,
        },
        {
          ...harmless(4, 'ALTER TABLE users ALTER name TYPE varchar(80);', 'Changes the type of the column name.'),
          destructive: true,
          work: ['rewrites the table'],
          oldCode: { text: 'old code: depends', tone: 'dim', title: 'Depends on the present type.' },
          harmless: false,
        },
      ],
    },
    {
      path: 'db/migrate/20261119120000_audit_tables.sql',
      runs: true,
      tone: 'info',
      framework: 'Flyway',
      status: { text: 'added' },
      phase: null,
      down: null,
      findings: [],
      operations: Array.from({ length: 14 }, (_, index) =>
        harmless(
          index * 4 + 1,
          `CREATE TABLE audit_${String(index)} (\n  id bigint PRIMARY KEY,\n  at timestamptz NOT NULL\n);`,
          `Creates the table audit_${String(index)}.`,
        ),
      ),
    },
    {
      path: 'db/migrate/20250903080000_drop_coupons.sql',
      runs: false,
      tone: 'warn',
      framework: 'Flyway',
      status: { text: 'edited after it shipped', tone: 'warn' },
      phase: null,
      down: null,
      findings: [],
      operations: [
        {
          ...harmless(2, 'DROP TABLE coupons;', 'Drops the table coupons.'),
          destructive: true,
          certain: true,
          harmless: false,
        },
        {
          ...harmless(4, 'SELECT archive_coupons();', 'Calls archive_coupons.'),
          destructive: true,
          understood: false,
          harmless: false,
        },
      ],
    },
  ],
  reworded: Array.from({ length: 178 }, (_, index) => `db/migrate/2024${String(index).padStart(4, '0')}_old.sql`),
  notes: ['2 of 214 changed files were too large to be scanned.'],
};

/** Nothing that could hurt. */
export const noHighlights: HighlightsView = {
  summary: 'No migration in 214 changed files',
  status: null,
  recovery: null,
  review: [],
  tables: [],
  migrations: [],
  reworded: [],
  notes: [],
};

/** The same with paths and statements that try to be markup, or to burst their place. */
export const hostileHighlights: HighlightsView = {
  ...highlights,
  recovery: highlights.recovery && {
    ...highlights.recovery,
    reasons: [{ path: `db/${'very_long_folder_name/'.repeat(8)}${hostile}.sql`, line: 3, text: hostile, why: hostile }],
  },
  migrations: highlights.migrations.map((migration) => ({
    ...migration,
    path: `db/${'very_long_folder_name/'.repeat(8)}${hostile}.sql`,
    findings: migration.findings.map((each) => ({ ...each, text: `${hostile}${'f'.repeat(300)}` })),
    operations: migration.operations.map((operation) => ({
      ...operation,
      text: `${hostile}${'z'.repeat(400)}`,
      locks: operation.locks.map((lock) => ({ ...lock, text: `${hostile}${'t'.repeat(200)}` })),
    })),
  })),
};
