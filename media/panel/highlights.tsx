import { visibleText } from '../../src/core/visibleText';
import type { HighlightsView, MigrationView } from '../../src/views/panel/protocol';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { PhraseText } from './phrase';
import { clickControl } from './rowClick';
import { Section } from './section';
import { UserText } from './userText';

type Operation = MigrationView['operations'][number];

/** As many operations of a migration as are shown before it is unfolded; those that will destroy are always shown. */
const folded = 6;

/** What in the release can hurt: its migrations, operation by operation. */
export function Highlights({ highlights }: { highlights: HighlightsView }) {
  return (
    <Section id="highlights" title="What can hurt" note={<UserText text={highlights.summary} />}>
      {highlights.status !== null && (
        <p class="dim note">
          <UserText text={highlights.status} />
        </p>
      )}
      {highlights.migrations.length > 0 && (
        <ul class="migrations">
          {highlights.migrations.map((migration) => (
            <Migration key={migration.path} migration={migration} />
          ))}
        </ul>
      )}
      {highlights.reworded.length > 0 && <Reworded paths={highlights.reworded} />}
      {highlights.notes.map((note) => (
        <p key={note} class="dim note with-icon">
          <Icon name="info" />
          <UserText text={note} />
        </p>
      ))}
    </Section>
  );
}

function Reworded({ paths }: { paths: readonly string[] }) {
  const [open, flip] = useDisclosure('reworded migrations', false);
  return (
    <div class="reworded">
      <button type="button" id="reworded" class="link fold chevron" aria-expanded={open} onClick={flip}>
        <Icon name="chevron" />
        {`${paths.length.toLocaleString('en')} ${paths.length === 1 ? 'migration' : 'migrations'} edited in comments or layout only`}
      </button>
      {open && (
        <ul class="reworded-paths">
          {paths.map((path) => (
            <li key={path}>
              <IntentLink intent={{ kind: 'openFile', path, line: null }} from="page" title="Open the file">
                <UserText text={path} />
              </IntentLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Migration({ migration }: { migration: MigrationView }) {
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
          <span class="migration-facts">
            <span>
              <UserText text={migration.framework} />, <PhraseText phrase={migration.status} from="page" />
            </span>
          </span>
        </div>
        {migration.findings.length > 0 && (
          <ul class="findings">
            {migration.findings.map((finding, index) => (
              <li key={index} class={`tone-${finding.tone ?? 'dim'}`}>
                <Icon name={toneIcon(finding.tone ?? 'info')} />
                <PhraseText phrase={finding} from="page" />
              </li>
            ))}
          </ul>
        )}
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

function OperationRow({ migration, operation }: { migration: MigrationView; operation: Operation }) {
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
          {operation.destructive && <Destructive runs={migration.runs} understood={operation.understood} />}
          <UserText text={operation.summary} />
        </span>
      </div>
    </li>
  );
}

function Destructive({ runs, understood }: { runs: boolean; understood: boolean }) {
  if (!runs) return <span>{understood ? 'destructive' : 'not understood'}</span>;
  return (
    <span class={`destructive ${understood ? 'tone-error' : 'tone-warn'}`}>
      <Icon name={understood ? 'warning' : 'unknown'} />
      {understood ? 'Destructive' : 'Not understood'}
    </span>
  );
}

function markOf({ destructive, understood }: Operation): string {
  return !destructive ? '' : understood ? 'operation-destructive' : 'operation-unclear';
}

/** Nothing in it to look at twice: its statements are cut to their first line, the whole is in the tooltip and the file. */
function isHarmless({ runs, tone, operations }: MigrationView): boolean {
  return !runs || (tone !== 'error' && tone !== 'warn' && !operations.some((operation) => operation.destructive));
}

function foldedOperations({ runs, operations }: MigrationView): readonly Operation[] {
  const mustShow = ({ destructive }: Operation): boolean => runs && destructive;
  let room = Math.max(0, folded - operations.filter(mustShow).length);
  return operations.filter((operation) => mustShow(operation) || room-- > 0);
}
