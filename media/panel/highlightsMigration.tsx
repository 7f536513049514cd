import { visibleText } from '../../src/core/visibleText';
import type { FindingView, MigrationView, OperationView } from '../../src/views/panel/hurtViews';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { PhraseText } from './phrase';
import { clickControl } from './rowClick';
import { UserText } from './userText';

/** As many operations of a migration as are shown before it is unfolded; those that will destroy are always shown. */
const folded = 6;
/** As many findings as are shown before they are unfolded; errors are always shown. */
const foldedFindings = 3;

/** One migration: what should be known about it first, then operation by operation. */
export function Migration({ migration }: { migration: MigrationView }) {
  const [all, flip] = useDisclosure(`migration ${migration.path}`, false);
  const few = foldedOperations(migration);
  const shown = all ? migration.operations : few;
  const line = migration.operations.find((operation) => operation.destructive)?.line ?? migration.operations[0]?.line;
  return (
    <li class={`migration ${migration.runs ? '' : 'migration-past'}`}>
      <Icon name={toneIcon(migration.tone)} tone={migration.tone} class="row-icon" />
      <div class="migration-body">
        <div class="migration-head">
          <IntentLink
            intent={{ kind: 'openFile', path: migration.path, line: line ?? null }}
            from="page"
            title="Open the file"
          >
            <UserText text={migration.path} />
          </IntentLink>
          <Facts migration={migration} />
        </div>
        <Findings migration={migration} />
        {shown.length > 0 && (
          <ol class={`operations ${isHarmless(migration) && !all ? 'operations-harmless' : ''}`}>
            {shown.map((operation, index) => (
              <OperationRow key={index} migration={migration} operation={operation} />
            ))}
          </ol>
        )}
        {migration.operations.length > few.length && (
          <button type="button" class="link show-all" aria-expanded={all} onClick={flip}>
            {all ? 'Show fewer' : `Show all ${String(migration.operations.length)} operations`}
          </button>
        )}
      </div>
    </li>
  );
}

function Facts({ migration: { framework, status, phase, down } }: { migration: MigrationView }) {
  return (
    <span class="migration-facts">
      {phase !== null && (
        <span class={`phase tone-${phase.tone ?? 'dim'}`} title={phase.title}>
          {phase.text}
        </span>
      )}
      <span>
        <UserText text={framework} />, <PhraseText phrase={status} from="page" />
        {down !== null && (
          <>
            , <PhraseText phrase={down} from="page" />
          </>
        )}
      </span>
    </span>
  );
}

function Findings({ migration: { path, findings } }: { migration: MigrationView }) {
  const [all, flip] = useDisclosure(`findings ${path}`, false);
  if (findings.length === 0) return null;
  const errors = findings.filter(({ tone }) => tone === 'error').length;
  const few = Math.max(errors, foldedFindings);
  return (
    <>
      <ul class="findings">
        {findings.slice(0, all ? undefined : few).map((finding, index) => (
          <FindingRow key={index} path={path} finding={finding} />
        ))}
      </ul>
      {findings.length > few && (
        <button type="button" class="link show-all" aria-expanded={all} onClick={flip}>
          {all ? 'Show fewer findings' : `Show all ${String(findings.length)} findings`}
        </button>
      )}
    </>
  );
}

function FindingRow({ path, finding: { tone, text, advice, line } }: { path: string; finding: FindingView }) {
  return (
    <li class={`finding finding-${tone}`}>
      <Icon name={toneIcon(tone)} tone={tone} />
      <div>
        <span class="hidden">{tone === 'error' ? 'Error: ' : tone === 'warn' ? 'Warning: ' : 'Note: '}</span>
        {line !== null && (
          <>
            <IntentLink intent={{ kind: 'openFile', path, line }} from="page" title="Open the line">
              {`line ${String(line)}`}
            </IntentLink>{' '}
          </>
        )}
        <UserText text={text} />
        {advice !== '' && (
          <span class="advice">
            {' '}
            <UserText text={advice} />
          </span>
        )}
      </div>
    </li>
  );
}

function OperationRow({ migration, operation }: { migration: MigrationView; operation: OperationView }) {
  const line = String(operation.line);
  return (
    <li
      class={`operation clickable ${migration.runs ? markOf(operation) : ''}`}
      onClick={(event) => {
        clickControl(event, '.line-number');
      }}
    >
      <IntentLink
        intent={{ kind: 'openFile', path: migration.path, line: operation.line }}
        from="page"
        class="line-number mono"
        label={`Open line ${line}`}
        title={`Open line ${line}`}
      >
        {line}
      </IntentLink>
      <div>
        <code class="statement" title={visibleText(operation.text)}>
          <UserText text={operation.text} />
        </code>
        <span class="operation-summary">
          {operation.destructive && <Destructive runs={migration.runs} operation={operation} />}
          <span>
            <UserText text={operation.summary} />
          </span>
        </span>
        <OperationFacts operation={operation} />
      </div>
    </li>
  );
}

/** What it does to a database in use; nothing where nobody would notice. */
function OperationFacts({ operation: { locks, work, oldCode, notes } }: { operation: OperationView }) {
  if (locks.length + work.length + notes.length === 0 && oldCode === null) return null;
  return (
    <ul class="operation-facts">
      {oldCode !== null && (
        <li class="old-code">
          <PhraseText phrase={oldCode} from="page" />
          {oldCode.title !== undefined && (
            <span class="old-code-why">
              {' '}
              <UserText text={oldCode.title} />
            </span>
          )}
        </li>
      )}
      {work.map((words) => (
        <li key={words} class="work">
          {words}
        </li>
      ))}
      {locks.map((lock) => (
        <li key={lock.text} class="lock" title={lock.title}>
          <UserText text={lock.text} />
          {lock.title !== undefined && <span class="hidden">{`: ${lock.title}`}</span>}
        </li>
      ))}
      {notes.map((note) => (
        <li key={note} class="operation-note">
          <UserText text={note} />
        </li>
      ))}
    </ul>
  );
}

function Destructive({ runs, operation: { understood, certain } }: { runs: boolean; operation: OperationView }) {
  const words = !understood ? 'Not understood' : certain ? 'Destructive' : 'May lose data';
  if (!runs) return <span>{words.toLowerCase()}</span>;
  return (
    <span class={`destructive ${certain ? 'tone-error' : 'tone-warn'}`}>
      <Icon name={certain ? 'warning' : 'unknown'} />
      {words}
    </span>
  );
}

function markOf({ destructive, certain, oldCode }: OperationView): string {
  if (destructive) return certain ? 'operation-destructive' : 'operation-unclear';
  return oldCode?.tone === 'error' ? 'operation-unclear' : '';
}

/** Nothing in it to look at twice: its statements are cut to their first line, the whole is in the tooltip and the file. */
function isHarmless({ runs, tone, operations }: MigrationView): boolean {
  return !runs || (tone !== 'error' && tone !== 'warn' && operations.every(({ harmless }) => harmless));
}

/** What will destroy is always shown, then what is not harmless, then the rest, as far as there is room. */
function foldedOperations({ runs, operations }: MigrationView): readonly OperationView[] {
  const mustShow = ({ destructive }: OperationView): boolean => runs && destructive;
  const kept = new Set(operations.filter(mustShow));
  for (const each of [...operations.filter(({ harmless }) => runs && !harmless), ...operations]) {
    if (kept.size >= folded) break;
    kept.add(each);
  }
  return operations.filter((operation) => kept.has(operation));
}
