import { useState } from 'preact/hooks';
import type { ChangedFileView, ChangeGroupView, ChangeRowView } from '../../src/views/panel/hurtViews';
import { ChangePlace, ChangedValue, Severity } from './changesValue';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { clickControl } from './rowClick';
import { UserText } from './userText';

/** Rows of a file that are shown at once; the rest comes when it is asked for, as much again each time. */
const batch = 200;

/** Files of a group that are shown at once. */
const fewFiles = 60;

const words = (count: number, one: string): string => `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;

/** One category: its summary, and when it is opened its files. */
export function ChangeGroup({ group }: { group: ChangeGroupView }) {
  const [open, flip] = useDisclosure(`changes ${group.id}`, false);
  const [shown, setShown] = useState(fewFiles);
  const left = group.files.length - shown;
  return (
    <li class="change-group">
      <button type="button" id={`changes-${group.id}`} class="link fold chevron" aria-expanded={open} onClick={flip}>
        <Icon name="chevron" />
        <span class="change-summary">
          {(group.tone === 'error' || group.tone === 'warn') && <Icon name={toneIcon(group.tone)} tone={group.tone} />}
          <UserText text={group.summary} />
        </span>
      </button>
      {open && (
        <ul class="changed-files">
          {group.files.slice(0, shown).map((file) => (
            <ChangedFile key={file.path} group={group.id} file={file} />
          ))}
        </ul>
      )}
      {open && left > 0 && (
        <button
          type="button"
          class="link show-all"
          onClick={() => {
            setShown(shown + batch);
          }}
        >
          {left > batch ? `Show ${String(batch)} of ${words(left, 'more file')}` : `Show ${words(left, 'more file')}`}
        </button>
      )}
    </li>
  );
}

function ChangedFile({ group, file }: { group: string; file: ChangedFileView }) {
  const [open, flip] = useDisclosure(`changes ${group} ${file.path}`, false);
  return (
    <li class="changed-file">
      <Severity tone={file.tone} />
      <div>
        <div class="change-head">
          <ChangePlace path={file.path} line={file.line} place={file.rows.length === 0 ? file.place : null} />
          <span class="dim">
            <UserText text={file.status === null ? file.what : `${file.what}, ${file.status}`} />
          </span>
        </div>
        {file.reason !== '' && (
          <p class="change-text">
            <UserText text={file.reason} />
          </p>
        )}
        {file.unclear !== null && (
          <p class="change-text tone-warn with-icon">
            <Icon name="unknown" />
            <UserText text={`Not understood: ${file.unclear}`} />
          </p>
        )}
        {file.notes.map((note) => (
          <p key={note} class="change-text dim">
            <UserText text={note} />
          </p>
        ))}
        {file.rows.length > 0 && (
          <button
            type="button"
            class="link show-all chevron"
            aria-expanded={open}
            aria-label={`${words(file.rows.length, 'change')} of this file`}
            onClick={flip}
          >
            <Icon name="chevron" />
            {words(file.rows.length, 'change')}
          </button>
        )}
        {open && <Rows file={file} />}
        {(open || file.rows.length === 0) && file.omitted > 0 && (
          <p class="change-text dim">{`${words(file.omitted, 'more change')}, not listed here: the diff has them.`}</p>
        )}
      </div>
    </li>
  );
}

function Rows({ file }: { file: ChangedFileView }) {
  const [shown, setShown] = useState(batch);
  const left = file.rows.length - shown;
  return (
    <>
      <ul class="change-rows operations">
        {file.rows.slice(0, shown).map((row, index) => (
          <ChangeRow key={index} path={file.path} row={row} />
        ))}
      </ul>
      {left > 0 && (
        <button
          type="button"
          class="link show-all"
          onClick={() => {
            setShown(shown + Math.max(batch, shown));
          }}
        >
          {`Show ${words(Math.min(left, Math.max(batch, shown)), 'more change')}, ${left.toLocaleString('en')} left`}
        </button>
      )}
    </>
  );
}

function ChangeRow({ path, row }: { path: string; row: ChangeRowView }) {
  return (
    <li
      class={`operation change-row clickable ${markOf(row)}`}
      onClick={(event) => {
        clickControl(event, '.line-number');
      }}
    >
      <IntentLink
        intent={{ kind: 'openFile', path, line: row.line }}
        from="page"
        class="line-number mono"
        label={row.place === null ? 'Open the diff' : `Open the diff at line ${row.place}`}
        title="Open the diff"
      >
        {row.place === null ? <Icon name="files" /> : row.place.replace(' before', '')}
      </IntentLink>
      <div>
        <ChangedValue subject={row.subject} was={row.was} now={row.now} />
        {row.note !== null && (
          <span class="operation-summary">
            <UserText text={row.note} />
          </span>
        )}
      </div>
    </li>
  );
}

function markOf({ tone }: ChangeRowView): string {
  return tone === 'error' ? 'operation-destructive' : tone === 'warn' ? 'operation-unclear' : '';
}
