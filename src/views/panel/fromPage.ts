import type { FromPage, Intent, PersistedState } from './protocol';

/**
 * Reads a message of the page; `null` for anything that is not one. The page draws hostile text, so nothing it says is
 * taken on trust: shapes are checked here, and what an intent refers to is looked up in the host's own state.
 */
export function readFromPage(message: unknown): FromPage | null {
  if (!isRecord(message)) return null;
  if (message['type'] === 'ready') return { type: 'ready' };
  const { id, intent } = message;
  if (message['type'] !== 'intent' || typeof id !== 'number' || !Number.isSafeInteger(id)) return null;
  const read = readIntent(intent);
  return read === null ? null : { type: 'intent', id, intent: read };
}

const plainKinds = [
  'restoreChecklist',
  'approve',
  'deny',
  'refresh',
  'acknowledge',
  'signIn',
  'openPull',
  'openRange',
  'copyChangelog',
  'insertChangelog',
  'cancelReading',
  'readAgain',
  'writeNotes',
  'scheduleMonitoring',
  'overrideFreeze',
  'normalise',
  'whatIf',
  'openPolicy',
  'setUpRepository',
  'more',
] as const;

function readIntent(value: unknown): Intent | null {
  if (!isRecord(value)) return null;
  const { kind, item, checked, level, number, gate, repository, sha, path, line, url, text } = value;
  const plain = plainKinds.find((each) => each === kind);
  if (plain !== undefined) return { kind: plain };
  switch (kind) {
    case 'tick':
      return isText(item) && typeof checked === 'boolean' ? { kind, item, checked } : null;
    case 'setRisk':
      return level === 'low' || level === 'medium' || level === 'high' ? { kind, level } : null;
    case 'openPullNumber':
      return isPositive(number) ? { kind, number } : null;
    case 'openIssue':
      return isPositive(number) && (repository === null || isRepositoryName(repository))
        ? { kind, number, repository }
        : null;
    case 'explainGate':
      return isText(gate) ? { kind, gate } : null;
    case 'findTouching':
      return isText(text) && text.trim() !== '' ? { kind, text } : null;
    case 'openCommit':
    case 'openCommitOnGitHub':
      return isText(sha) && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha) ? { kind, sha } : null;
    case 'openFile':
      return isText(path) && (line === null || isPositive(line)) ? { kind, path, line } : null;
    case 'openLink':
      return isText(url) ? { kind, url } : null;
    default:
      return null;
  }
}

/** What the page had kept of itself; `null` when it is not from a version that we know. */
export function readPersisted(value: unknown): PersistedState | null {
  if (!isRecord(value)) return null;
  const { version, repository, pull } = value;
  return version === 1 && isText(repository) && isPositive(pull) ? { version, repository, pull } : null;
}

/** `owner/name` by GitHub's rules for both: what a commit message names ends up in an address. */
function isRepositoryName(value: unknown): value is string {
  return isText(value) && /^[A-Za-z0-9][A-Za-z0-9-]*\/(?!\.{1,2}$)[A-Za-z0-9._-]+$/.test(value);
}

const textLimit = 10_000;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= textLimit;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
