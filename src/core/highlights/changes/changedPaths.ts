import type { BlobText, ChangedFile } from '../../history';
import type { Sha } from '../../sha';
import { visibleText } from '../../visibleText';
import type { ChangedPath } from './model';

export type Texts = ReadonlyMap<Sha, BlobText>;

/** The two texts of a file, or why one of them is not at hand. */
export interface FileTexts {
  readonly was: string | null;
  readonly now: string | null;
  /** As a sentence; `null` when both texts that there are were read. */
  readonly notRead: string | null;
}

/** The texts of a file, without a byte order mark. */
export function textsOf(file: ChangedFile, texts: Texts, limit: number): FileTexts {
  if (!file.isFile) return { was: null, now: null, notRead: 'It is a link or a submodule.' };
  const [was, now] = [file.oldBlob, file.newBlob].map((sha) => (sha === null ? null : oneOf(texts.get(sha), limit)));
  const notRead = [was, now].find((each) => each != null && 'why' in each);
  return {
    was: was != null && 'text' in was ? was.text : null,
    now: now != null && 'text' in now ? now.text : null,
    notRead: notRead != null && 'why' in notRead ? notRead.why : null,
  };
}

function oneOf(blob: BlobText | undefined, limit: number): { readonly text: string } | { readonly why: string } {
  switch (blob?.state) {
    case 'text':
      if (blob.text.length > limit) return { why: `It has ${blob.text.length} characters.` };
      return { text: blob.text.replace(/^\uFEFF/, '') };
    case 'binary':
      return { why: 'It is not text.' };
    case 'too-large':
      return { why: `It has ${blob.bytes} bytes.` };
    case 'missing':
    case undefined:
      return { why: 'Its content was not available.' };
  }
}

/** What an entry says about its file, before its content. */
export function pathFacts(
  file: ChangedFile,
): Pick<ChangedPath, 'path' | 'previousPath' | 'status' | 'oldBlob' | 'newBlob'> {
  return { path: file.path, previousPath: null, status: file.status, oldBlob: file.oldBlob, newBlob: file.newBlob };
}

/** A path for a sentence. */
export function named(path: string): string {
  return visibleText(path);
}
