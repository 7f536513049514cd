import type { Code, Language, Syntax } from '../../core/highlights/dsl/syntax';
import { other, span, type Conversion, type To } from './conversion';
import { csharp } from './csharp';
import { elixir } from './elixir';
import { php } from './php';
import { python } from './python';
import { named, type RawNode } from './rawTree';
import { ruby } from './ruby';
import { typescript } from './typescript';

const conversions: Readonly<Record<Language, Conversion>> = { ruby, python, typescript, php, csharp, elixir };

function visit(node: RawNode, see: (node: RawNode) => void): void {
  see(node);
  for (const child of node.children) visit(child, see);
}

const mostErrors = 20;

/** Turns the tree of a grammar into code that is the same for every language. */
export function convert(root: RawNode, text: string, language: Language): Syntax {
  const { rules, blocks } = conversions[language];
  const errors: Syntax['errors'][number][] = [];
  const begun: RawNode[] = [];
  const documents: RawNode[] = [];
  visit(root, (node) => {
    const why = node.type === 'ERROR' ? 'Its syntax was not understood' : node.missing ? 'Something is missing' : null;
    if (why !== null && errors.length < mostErrors) errors.push({ ...span(node), why });
    if (node.type === 'heredoc_beginning') begun.push(node);
    if (node.type === 'heredoc_body') documents.push(node);
  });
  const to: To = {
    source: text,
    code: (node): Code => {
      const rule = Object.hasOwn(rules, node.type) ? rules[node.type] : undefined;
      if (rule !== undefined) return rule(node, to);
      return blocks.has(node.type)
        ? { ...span(node), kind: 'other', what: 'block', parts: to.body(node) }
        : other(node, to);
    },
    all: (nodes) => nodes.filter((node) => node.named).map((node) => to.code(node)),
    body: (node) => {
      if (node === null) return [];
      if (!blocks.has(node.type)) return [to.code(node)];
      return named(node).map((child) => to.code(child));
    },
    text: (node) => (node === null ? '' : text.slice(node.from, node.to)),
    documents: new Map(
      begun.flatMap((start, index) => {
        const document = documents[index];
        return document === undefined ? [] : [[start.from, document] as const];
      }),
    ),
  };
  return { language, text, body: named(root).map((node) => to.code(node)), errors };
}
