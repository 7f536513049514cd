import type { ChangesView, HighlightsView } from '../../src/views/panel/hurtViews';
import { Changes } from './changes';
import { Migration } from './highlightsMigration';
import { Recovery, Review } from './highlightsRecovery';
import { Icon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { Section } from './section';
import { UserText } from './userText';

interface HighlightsProps {
  readonly highlights: HighlightsView;
  readonly changes: ChangesView | null;
}

/** What in the release can hurt: whether it can be taken back, its migrations one by one, and what else does. */
export function Highlights({ highlights, changes }: HighlightsProps) {
  return (
    <Section id="highlights" title="What can hurt" note={<UserText text={highlights.summary} />}>
      {highlights.status !== null && (
        <p class="dim note">
          <UserText text={highlights.status} />
        </p>
      )}
      {highlights.recovery !== null && <Recovery recovery={highlights.recovery} />}
      <Review review={highlights.review} tables={highlights.tables} />
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
      {changes !== null && <Changes changes={changes} />}
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
