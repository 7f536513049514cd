import { setImmediate as nextTurn } from 'node:timers/promises';
import { env, window, type Disposable } from 'vscode';
import { insertChangelog } from '../actions/insertChangelog';
import { count } from '../core/ages';
import { compareCarriedSteps } from '../core/changelog/carriedChangelog';
import { repositoryLinks } from '../core/changelog/compactMarkdown';
import { markdownSteps } from '../core/changelog/markdown';
import { runWithPauses } from '../core/changelog/pace';
import { whyNothingShips } from '../core/changelog/shipped';
import { HumanError } from '../core/errors';
import { known } from '../core/known';
import type { Log } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import type { ReleaseContents, ReleaseSnapshot } from '../core/snapshot';
import type { ReleaseStore } from '../store/releaseStore';
import { act, type ActServices } from './act';
import { Cancelled, register } from './boundary';
import { pickRelease, type FocusedRelease } from './pickRelease';
import { readyContents } from './readyContents';

export interface ChangelogServices extends ActServices {
  readonly focused: FocusedRelease;
  readonly openPage: (repository: RepositoryId, number: number, part: 'changelog') => void;
  readonly log: Log;
}

const pause = (): Promise<void> => nextTurn();

/** Commands on what ships: show it, copy it, put it into the description. */
export function registerChangelogCommands(services: ChangelogServices): Disposable[] {
  const { store, focused, log } = services;
  return [
    register('releaseReview.showChangelog', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      services.openPage(release.repository, release.pull.number, 'changelog');
    }),
    register('releaseReview.copyChangelog', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      const contents = await contentsToWrite(store, release);
      const steps = markdownSteps(contents, repositoryLinks(release.repository));
      const { text, commits } = await runWithPauses(steps, pause);
      await env.clipboard.writeText(text);
      void window.showInformationMessage(`Copied the changelog of ${count(commits, 'commit')} as Markdown.`);
    }),
    register('releaseReview.insertChangelog', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      const contents = await contentsToWrite(store, release);
      await askForSecond(contents, release);
      const { written } = await act(services, release, (context) => insertChangelog(context, known(contents), pause));
      const done = `Put the changelog into the description of #${release.pull.number}.`;
      void window.showInformationMessage(written ? done : 'The description already has it.');
    }),
  ];
}

/** What ships with a release of which there is a changelog. */
async function contentsToWrite(store: ReleaseStore, release: ReleaseSnapshot): Promise<ReleaseContents> {
  const contents = await readyContents(store, release);
  const nothing = whyNothingShips(contents);
  if (nothing !== null) throw new HumanError('refused', nothing);
  return contents;
}

/** Where people or tools wrote a changelog that is in step, a second one needs somebody who wants it. */
async function askForSecond(contents: ReleaseContents, { pull, repository }: ReleaseSnapshot): Promise<void> {
  const text = {
    place: 'description',
    author: pull.author,
    id: 'description',
    url: pull.url,
    body: pull.body,
  } as const;
  const { carried } = await runWithPauses(compareCarriedSteps(contents, repository, [text]), pause);
  const isOurs = carried.some(({ kind }) => kind === 'block');
  if (isOurs || !carried.some(({ state }) => state === 'in-step')) return;
  const anyway = 'Put It There Anyway';
  const answer = await window.showWarningMessage(
    `The description of #${pull.number} already has a changelog that is in step. Put a second one there?`,
    { modal: true },
    anyway,
  );
  if (answer !== anyway) throw new Cancelled();
}
