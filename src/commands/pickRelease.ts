import { window } from 'vscode';
import { HumanError, messageOf } from '../core/errors';
import { parseRepository, repositoryKey, repositoryLabel, type RepositoryId } from '../core/repository';
import { sortedReleases, waitsForMe, type ReleaseSnapshot } from '../core/snapshot';
import { visibleText } from '../core/visibleText';
import type { ReleaseReference } from '../contributions';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled } from './boundary';

/** The release that a page with the focus shows. */
export type FocusedRelease = () => { readonly repository: RepositoryId; readonly number: number } | null;

/**
 * The release that a command is about: the one it was given, else the one whose page has the focus, else the only one,
 * else the one that the person picks.
 */
export async function pickRelease(
  store: ReleaseStore,
  focused: FocusedRelease,
  argument: Partial<ReleaseReference>,
): Promise<ReleaseSnapshot> {
  const given = referenced(argument) ?? focused();
  if (given !== null) {
    const release = store.release(given.repository, given.number);
    if (release !== undefined) return release;
    await show(store, given);
    const shown = store.release(given.repository, given.number);
    if (shown !== undefined) return shown;
    const reason = store.entry(given.repository)?.problem?.message ?? 'It could not be read.';
    throw new HumanError('not-found', `#${given.number} of ${repositoryLabel(given.repository)}: ${reason}`);
  }
  const releases = sortedReleases(store.openReleases());
  const [only, ...others] = releases;
  if (only === undefined) {
    throw new HumanError('not-found', 'There is no open release. The Releases view says why and what to do.');
  }
  if (others.length === 0) return only;
  const choice = await window.showQuickPick(releases.map(itemOf), {
    title: 'Which release?',
    placeHolder: 'Open release PRs',
    matchOnDescription: true,
  });
  if (choice === undefined) throw new Cancelled();
  return choice.release;
}

/** What goes wrong names the release, which may come from a link and be on no screen. */
async function show(store: ReleaseStore, given: { repository: RepositoryId; number: number }): Promise<void> {
  try {
    await store.show(given.repository, given.number);
  } catch (error) {
    const kind = error instanceof HumanError ? error.kind : 'not-found';
    const subject = `#${given.number} of ${repositoryLabel(given.repository)}`;
    throw new HumanError(kind, `${subject}: ${messageOf(error)}`, { cause: error });
  }
}

function itemOf(release: ReleaseSnapshot): {
  label: string;
  description: string;
  detail?: string;
  release: ReleaseSnapshot;
} {
  const description = `${repositoryLabel(release.repository)} #${release.pull.number}`;
  return {
    label: escapeIcons(visibleText(release.pull.title)),
    description,
    ...(waitsForMe(release) ? { detail: 'Waits for you' } : {}),
    release,
  };
}

/** Quick pick labels draw `$(name)` as icons; what people wrote is not meant that way. */
function escapeIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

function referenced(argument: Partial<ReleaseReference>): { repository: RepositoryId; number: number } | null {
  const { repository, pull } = argument;
  if (typeof repository !== 'string' || typeof pull !== 'number' || !Number.isSafeInteger(pull) || pull < 1)
    return null;
  const id = parseRepository(repository);
  return id === undefined ? null : { repository: id, number: pull };
}

export function referenceTo(release: ReleaseSnapshot): ReleaseReference {
  return { repository: repositoryKey(release.repository), pull: release.pull.number };
}
