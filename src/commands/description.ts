import { commands, window, type Disposable, type Uri } from 'vscode';
import { normalise } from '../actions/normalise';
import { writeNotes, type Note } from '../actions/notes';
import { normaliseDescription } from '../core/description/normalise';
import { sectionNamed } from '../core/description/sections';
import { HumanError } from '../core/errors';
import type { Log } from '../core/ports';
import { whyNotEdit, type ReleaseSnapshot } from '../core/snapshot';
import { act, type ActServices } from './act';
import { Cancelled, register } from './boundary';
import { pickRelease, type FocusedRelease } from './pickRelease';
import { tell } from './tell';

export interface DescriptionServices extends ActServices {
  readonly focused: FocusedRelease;
  /** A read-only document with a text. */
  readonly document: (name: string, text: string) => Uri;
  readonly log: Log;
}

/** Commands that write into the description of a release PR, and keep all that people wrote. */
export function registerDescriptionCommands(services: DescriptionServices): Disposable[] {
  const { store, focused, log } = services;
  return [
    register('releaseReview.writeNotes', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      refuseEdit(release);
      const notes = await askNotes(release);
      await act(services, release, (context) => writeNotes(context, notes));
      tell(focused, release, `Wrote the notes into the description of #${release.pull.number}.`);
    }),
    register('releaseReview.normaliseDescription', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      refuseEdit(release);
      await confirmNormalised(services, release);
      const { result } = await act(services, release, normalise);
      void window.showInformationMessage(
        result.added.length === 0
          ? 'Somebody completed the description meanwhile; nothing was sent.'
          : `Added to the description of #${release.pull.number}: ${result.added.join(', ')}.`,
      );
    }),
  ];
}

function refuseEdit(release: ReleaseSnapshot): void {
  const reason = whyNotEdit(release);
  if (reason !== null) throw new HumanError('refused', reason);
}

/** The sections that the policy asks for and that are still empty; all of them when none is. */
async function askNotes(release: ReleaseSnapshot): Promise<readonly Note[]> {
  const { sections } = release.policy.notes;
  if (sections.length === 0) throw new HumanError('refused', 'The policy of this repository asks for no notes.');
  const empty = sections.filter((word) => sectionNamed(release.pull.body, word)?.filled !== true);
  const wanted = empty.length > 0 ? empty : sections;
  const notes: Note[] = [];
  for (const [index, section] of wanted.entries()) {
    const text = await window.showInputBox({
      title: `Notes on ${section} for #${release.pull.number} (${index + 1} of ${wanted.length})`,
      prompt: `Goes into the description under its heading ${section}. Markdown; nothing that stands there is lost.`,
      placeHolder:
        section.toLowerCase() === 'rollback' ? 'How is it taken back, and who does it?' : 'How and in which order?',
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? 'The gate asks for words in this section.' : undefined),
    });
    if (text === undefined) throw new Cancelled();
    notes.push({ section, text: text.trim() });
  }
  return notes;
}

/** Says what would be added; the difference is one press away. Returns when the person wants it. */
async function confirmNormalised(services: DescriptionServices, release: ReleaseSnapshot): Promise<void> {
  const { pull, policy, risk } = release;
  const { body, added, problem } = normaliseDescription(pull.body, policy, risk.level);
  if (added.length === 0) {
    throw new HumanError('refused', problem ?? 'The description has all that the format asks for.');
  }
  const add = 'Add';
  const show = 'Show the Difference';
  const detail = [
    ...added.map((what) => `• ${what}`),
    'Nothing that stands in it is changed or moved.',
    ...(problem === null ? [] : [problem]),
  ].join('\n');
  const title = `Complete the description of #${pull.number}?`;
  const answer = await window.showInformationMessage(title, { modal: true, detail }, add, show);
  if (answer === add) return;
  if (answer !== show) throw new Cancelled();
  const name = `#${pull.number} description`;
  const [before, after] = [`${name} now.md`, `${name} completed.md`];
  await commands.executeCommand(
    'vscode.diff',
    services.document(before, pull.body),
    services.document(after, body),
    `${name}: now and completed`,
    { preview: true },
  );
  const choice = await window.showInformationMessage(`Complete the description of #${pull.number} like this?`, add);
  if (choice !== add) throw new Cancelled();
}
