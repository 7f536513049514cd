import { sectionNamed, withSectionText } from '../core/description/sections';
import { HumanError } from '../core/errors';
import { whyNotEdit, type ReleaseSnapshot } from '../core/snapshot';
import { readUnmoved, refuse, type ActContext } from './context';
import { editDescription } from './editDescription';

/** A text for the section of the description whose title has the word `section`. */
export interface Note {
  readonly section: string;
  readonly text: string;
}

/** Writes notes into their sections of the description; what stands there stays. */
export async function writeNotes(context: ActContext, notes: readonly Note[]): Promise<ReleaseSnapshot> {
  if (notes.length === 0 || notes.some((note) => note.text.trim() === '')) {
    throw new HumanError('invalid-input', 'A note needs a text.');
  }
  const before = await readUnmoved(context, 'subject');
  refuse(whyNotEdit(before));
  return editDescription(context, before, (body) => notes.reduce(withNote, body));
}

function withNote(body: string, { section, text }: Note): string {
  const there = sectionNamed(body, section);
  const written = there === null ? '' : body.slice(there.headingEnd, there.end).replaceAll('\r\n', '\n');
  // A body that was read back with the note in it is as wanted.
  if (written.includes(text.trim())) return body;
  const title = section.charAt(0).toUpperCase() + section.slice(1);
  return withSectionText(body, section, title, text);
}
