import { Uri, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';
import type { BlobText } from '../core/history';
import { parseRepository, repositoryKey, type RepositoryId } from '../core/repository';
import { parseSha, type Sha } from '../core/sha';

const scheme = 'release-review';

/** Reads one blob of a repository, wherever it is at hand. */
export type ReadBlob = (repository: RepositoryId, blob: Sha) => Promise<BlobText>;

/**
 * Read-only documents of files as they are at a commit. The address holds the blob's SHA, so a document never changes
 * and the editor may keep it.
 */
export class RevisionDocuments implements TextDocumentContentProvider, Disposable {
  private readonly registration: Disposable;
  private readonly readBlob: ReadBlob;

  constructor(readBlob: ReadBlob) {
    this.readBlob = readBlob;
    this.registration = workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const repository = parseRepository(query.get('repository') ?? '');
    const blob = parseSha(query.get('blob') ?? '');
    if (repository === undefined || blob === undefined) return '';
    const read = await this.readBlob(repository, blob);
    switch (read.state) {
      case 'text':
        return read.text;
      case 'binary':
        return '(a binary file)';
      case 'too-large':
        return `(a file of ${read.bytes.toLocaleString('en-US')} bytes, too large to show)`;
      case 'missing':
        return '(this file could not be read)';
    }
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** The address of a file's content. */
export function revisionUri(repository: RepositoryId, path: string, blob: Sha): Uri {
  const query = new URLSearchParams({ repository: repositoryKey(repository), blob }).toString();
  return Uri.from({ scheme, path: `/${path}`, query });
}
