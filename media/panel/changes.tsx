import type { ChangesView, RankedChangeView } from '../../src/views/panel/hurtViews';
import { ChangeGroup } from './changesGroup';
import { ChangePlace, ChangedValue, Severity } from './changesValue';
import { Icon } from './icon';
import { useDisclosure } from './pageContext';
import { UserText } from './userText';

/** As many of the ranking as are shown before it is unfolded; of the most severe, at most twice as many. */
const few = 8;

/** As many notes as are shown before they are unfolded. */
const fewNotes = 3;

/** What can hurt beside migrations: the few that matter first, then everything by category. */
export function Changes({ changes }: { changes: ChangesView }) {
  return (
    <div class="changes">
      <h3 class="changes-title">Besides migrations</h3>
      {changes.status !== null && (
        <p class="dim note">
          <UserText text={changes.status} />
        </p>
      )}
      {changes.ranking.length > 0 && <Ranking ranking={changes.ranking} />}
      {changes.groups.length > 0 && (
        <ul class="change-groups">
          {changes.groups.map((group) => (
            <ChangeGroup key={group.id} group={group} />
          ))}
        </ul>
      )}
      {changes.notes.length > 0 && <Notes notes={changes.notes} />}
    </div>
  );
}

function Ranking({ ranking }: { ranking: readonly RankedChangeView[] }) {
  const [all, flip] = useDisclosure('changes ranking', false);
  const severe = ranking.filter(({ tone }) => tone === 'error').length;
  const short = ranking.slice(0, Math.max(few, Math.min(severe, 2 * few)));
  return (
    <>
      <ol class="change-ranking">
        {(all ? ranking : short).map((change, index) => (
          <li key={index} class="ranked-change">
            <Severity tone={change.tone} />
            <div>
              <div class="change-head">
                <span class="change-category">{change.category}</span>
                <ChangePlace path={change.path} line={change.line} place={change.place} />
              </div>
              <p class="change-text">
                <ChangedValue subject={change.subject} was={change.was} now={change.now} />
                <UserText text={change.text} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {ranking.length > short.length && (
        <button type="button" class="link show-all" aria-expanded={all} onClick={flip}>
          {all ? 'Show fewer' : `Show all ${ranking.length.toLocaleString('en')}`}
        </button>
      )}
    </>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  const [all, flip] = useDisclosure('changes notes', false);
  return (
    <>
      {(all ? notes : notes.slice(0, fewNotes)).map((note, index) => (
        <p key={index} class="dim note with-icon">
          <Icon name="info" />
          <UserText text={note} />
        </p>
      ))}
      {notes.length > fewNotes && (
        <button type="button" class="link show-all" aria-expanded={all} onClick={flip}>
          {all ? 'Show fewer notes' : `Show all ${notes.length.toLocaleString('en')} notes`}
        </button>
      )}
    </>
  );
}
