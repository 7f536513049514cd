import type { FromPage, PersistedState, ToPage } from '../../src/views/panel/protocol';
import type { Reading } from './reading';

/** What is kept over a reload: whose release this is (the host reads that) and where its reader was. */
export interface Kept extends PersistedState {
  readonly reading?: Reading;
}

interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The editor's side of the page. */
export interface Host {
  post(message: FromPage): void;
  keep(state: Kept): void;
  kept(): Kept | null;
  listen(receive: (message: ToPage) => void): void;
}

/** Connects to the editor; may be called once in the life of a page, as the editor hands out its interface once. */
export function connectHost(): Host {
  const editor = acquireVsCodeApi();
  return {
    post: (message) => {
      editor.postMessage(message);
    },
    keep: (state) => {
      editor.setState(state);
    },
    kept: () => {
      const state = editor.getState();
      return isKept(state) ? state : null;
    },
    listen: (receive) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isToPage(event.data)) receive(event.data);
      });
    },
  };
}

function isKept(value: unknown): value is Kept {
  return (
    isObject(value) &&
    value['version'] === 1 &&
    typeof value['repository'] === 'string' &&
    typeof value['pull'] === 'number'
  );
}

/** Looks at the envelope only: the host and the page are built together and the host alone can post here. */
function isToPage(value: unknown): value is ToPage {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'state':
      return isObject(value['state']) && isObject(value['state']['persisted']);
    case 'changelog':
      return isObject(value['changelog']) && Array.isArray(value['changelog']['commits']);
    case 'changelogPart':
      return typeof value['key'] === 'string' && typeof value['start'] === 'number' && Array.isArray(value['commits']);
    case 'touching':
      return typeof value['key'] === 'string' && typeof value['text'] === 'string';
    case 'reveal':
      return value['part'] === 'changelog';
    case 'done':
      return typeof value['id'] === 'number' && typeof value['ok'] === 'boolean';
    default:
      return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
