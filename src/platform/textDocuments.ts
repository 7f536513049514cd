import { EventEmitter, Uri, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';

const scheme = 'release-review-text';

/** Read-only documents of texts that the extension writes: explanations and previews. The newest text of a name stays. */
export class TextDocuments implements TextDocumentContentProvider, Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();
  private readonly registration: Disposable;

  readonly onDidChange = this.changed.event;

  constructor() {
    this.registration = workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** @param name of the editor's tab, ending in what tells the language, such as `.md` */
  put(name: string, text: string): Uri {
    const uri = Uri.from({ scheme, path: `/${name.replaceAll('/', '-')}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.path) ?? '(this text is gone: run the command again)';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
