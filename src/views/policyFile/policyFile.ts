import {
  CodeAction,
  CodeActionKind,
  CompletionItem,
  CompletionItemKind,
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  Hover,
  MarkdownString,
  Range,
  SnippetString,
  WorkspaceEdit,
  languages,
  workspace,
  type DocumentSelector,
  type TextDocument,
} from 'vscode';
import type { Completion } from '../../core/policy/file/assist';
import type { PolicyProblem } from '../../core/policy/file/problem';
import { policyPath } from '../../core/policy/policySource';

const selector: DocumentSelector = ['yaml', 'plaintext'].map((language) => ({ language, pattern: `**/${policyPath}` }));

/** As long as somebody types, what stands there is not judged. In milliseconds. */
const pause = 300;

// The YAML parser is loaded with the first policy file that somebody opens.
const parser = () => import('../../core/policy/file/parsePolicy');
const assistant = () => import('../../core/policy/file/assist');

/** Helps with writing a policy file: problems as they are made, their fixes, completion, and what each key means. */
export function registerPolicyFile(): Disposable {
  return Disposable.from(
    new PolicyDiagnostics(),
    languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: async (document, position) => {
          const { completionsAt } = await assistant();
          const found = completionsAt(document.getText(), document.offsetAt(position));
          return found.map((each, index) => itemOf(each, index, document));
        },
      },
      ' ',
      '-',
      '[',
    ),
    languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => {
        const { hoverAt } = await assistant();
        const found = hoverAt(document.getText(), document.offsetAt(position));
        if (found === null) return null;
        const range = new Range(document.positionAt(found.span.from), document.positionAt(found.span.to));
        return new Hover(new MarkdownString(found.text), range);
      },
    }),
    languages.registerCodeActionsProvider(
      selector,
      {
        provideCodeActions: async (document, range) =>
          (await problemsOf(document)).flatMap((problem) => {
            const place = rangeOf(problem);
            return problem.fix === null || place.intersection(range) === undefined
              ? []
              : [fixOf(document, place, problem.fix)];
          }),
      },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
  );
}

/** The problems of the policy files that are open. */
class PolicyDiagnostics implements Disposable {
  private readonly collection = languages.createDiagnosticCollection('Release Review policy');
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: Disposable;

  constructor() {
    this.subscriptions = Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.look(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.look(document, pause)),
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
    );
    for (const document of workspace.textDocuments) this.look(document, 0);
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    this.collection.dispose();
  }

  private look(document: TextDocument, after: number): void {
    if (languages.match(selector, document) === 0) return;
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    const timer = setTimeout(() => void this.judge(document, timer), after);
    this.waiting.set(key, timer);
  }

  private async judge(document: TextDocument, timer: NodeJS.Timeout): Promise<void> {
    const { version } = document;
    const problems = await diagnosticsOf(document);
    // Closed, disposed or changed meanwhile: what was found is of a text that nobody sees.
    const key = document.uri.toString();
    if (this.waiting.get(key) !== timer || document.version !== version) return;
    this.waiting.delete(key);
    this.collection.set(document.uri, problems);
  }

  private forget(document: TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    this.collection.delete(document.uri);
  }
}

async function problemsOf(document: TextDocument): Promise<readonly PolicyProblem[]> {
  const { parsePolicy } = await parser();
  const parsed = parsePolicy(document.getText());
  return parsed.ok ? [] : parsed.problems;
}

async function diagnosticsOf(document: TextDocument): Promise<readonly Diagnostic[]> {
  const { parsePolicy } = await parser();
  const parsed = parsePolicy(document.getText());
  const [severity, told] = parsed.ok
    ? [DiagnosticSeverity.Information, parsed.notes]
    : [DiagnosticSeverity.Error, parsed.problems];
  return told.map((problem) => {
    const diagnostic = new Diagnostic(rangeOf(problem), problem.message, severity);
    diagnostic.source = 'Release Review';
    return diagnostic;
  });
}

function rangeOf({ line, column, endLine, endColumn }: PolicyProblem): Range {
  return new Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

function fixOf(document: TextDocument, place: Range, text: string): CodeAction {
  const action = new CodeAction(`Change to ${text}`, CodeActionKind.QuickFix);
  action.edit = new WorkspaceEdit();
  action.edit.replace(document.uri, place, text);
  action.isPreferred = true;
  return action;
}

function itemOf({ kind, label, insert, description, span }: Completion, index: number, document: TextDocument) {
  const item = new CompletionItem(label, kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.Value);
  item.insertText = kind === 'key' ? new SnippetString(insert) : insert;
  item.documentation = new MarkdownString(description);
  item.range = new Range(document.positionAt(span.from), document.positionAt(span.to));
  // The order of the format, which puts first what most files say.
  item.sortText = String(index).padStart(3, '0');
  return item;
}
