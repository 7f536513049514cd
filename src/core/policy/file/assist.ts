import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Path, Span } from './problem';
import { policySchema } from './policySchema';
import type { Schema } from './schema';
import { asScalar, written } from './shape';
import { spanOf, readUnfinished } from './yamlSource';

/** What may stand at a place of the text. */
export interface Completion {
  readonly kind: 'key' | 'value';
  readonly label: string;
  /** In YAML; for a key with what has to follow it. `$0` marks where the typing goes on, only in keys. */
  readonly insert: string;
  /** Markdown. */
  readonly description: string;
  /** The text to replace. */
  readonly span: Span;
}

/** What is known of the thing at a place of the text. */
export interface HoverText {
  /** Markdown. */
  readonly text: string;
  readonly span: Span;
}

let schema: Schema | null = null;

function rootSchema(): Schema {
  schema ??= policySchema();
  return schema;
}

/** A word that no policy has: it stands in the text where the cursor is. */
const cursor = 'releaseReviewCursorIsHere';

/**
 * What can be typed at an offset: keys that are not there yet, words, examples. The text may be unfinished: the word at
 * the cursor is replaced by a mark, which is then looked for in what YAML makes of the text.
 */
export function completionsAt(text: string, offset: number): readonly Completion[] {
  const before = /[^\n]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const newline = text.indexOf('\n', offset);
  const lineEnd = newline === -1 ? text.length : newline;
  // Nothing is typed in comments.
  if (/(?:^|\s)#/.test(before)) return [];
  const typed = wordBefore(before);
  const after = /^[\w./*-]*/.exec(text.slice(offset, lineEnd))?.[0] ?? '';
  const span = { from: offset - typed.length, to: offset + after.length };
  const rest = text.slice(span.to, lineEnd);
  const alone = /^[ \t]*(?:- +)*$/.test(before.slice(0, before.length - typed.length)) && /^\s*(?:#.*)?$/.test(rest);
  const marked = `${text.slice(0, span.from)}${cursor}${alone ? ':' : ''}${text.slice(span.to)}`;
  const found = findCursor(marked);
  if (found === null) return [];
  const { path, present } = found;
  const here = schemasAt(rootSchema(), path);
  // A key that stands there already is only replaced, colon and value stay.
  const bare = /^\s*:/.test(rest);
  const keys = alone || bare || found.inFlowMap ? here.flatMap((each) => keysOf(each, present, span, bare, alone)) : [];
  const values = found.asKey || bare ? [] : here.flatMap((each) => valuesOf(each, span));
  return unique([...keys, ...values]);
}

/** The words of keys may have spaces between (`single service`), so the whole beginning of a line may be one. */
function wordBefore(before: string): string {
  const atStart = /^[ \t]*(?:- +)*([A-Za-z][\w -]*)$/.exec(before)?.[1];
  return atStart ?? /[\w./*-]*$/.exec(before)?.[0] ?? '';
}

interface AtCursor {
  /** Of the map that has the key, or of the value. */
  readonly path: Path;
  /** Other keys of that map. */
  readonly present: readonly string[];
  /** Whether other keys tell that it must be one too. */
  readonly asKey: boolean;
  readonly inFlowMap: boolean;
}

function findCursor(marked: string): AtCursor | null {
  const root = readUnfinished(marked)?.root ?? null;
  const open: { readonly node: Node | null; readonly path: Path }[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, path } = next;
    if (isScalar(node) && node.value === cursor) return { path, present: [], asKey: false, inFlowMap: false };
    if (isSeq(node)) {
      node.items.forEach((item, index) => open.push({ node: item as Node, path: [...path, index] }));
    } else if (isMap(node)) {
      const names = node.items.map(({ key }) => (isScalar(key) ? written(key) : ''));
      if (names.includes(cursor)) {
        const present = names.filter((name) => name !== cursor);
        return { path, present, asKey: present.length > 0, inFlowMap: node.flow === true };
      }
      node.items.forEach(({ value }, index) =>
        open.push({ node: value as Node | null, path: [...path, names[index] ?? ''] }),
      );
    }
  }
  return null;
}

/** The alternatives that describe the value at a path. */
function schemasAt(from: Schema, path: Path): readonly Schema[] {
  let here = alternatives(from);
  for (const step of path) {
    here = here.flatMap((each) => {
      const below = typeof step === 'number' ? each.items : ownProperty(each, step);
      return below === undefined ? [] : alternatives(below);
    });
  }
  return here;
}

function alternatives(of: Schema): readonly Schema[] {
  const { anyOf, ...about } = of;
  return anyOf === undefined ? [of] : anyOf.flatMap((each) => alternatives({ ...about, ...each }));
}

function ownProperty({ properties = {} }: Schema, name: string): Schema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function keysOf(
  { properties = {} }: Schema,
  present: readonly string[],
  span: Span,
  bare: boolean,
  block: boolean,
): readonly Completion[] {
  return Object.entries(properties)
    .filter(([name]) => !present.includes(name))
    .map(([name, property]) => ({
      kind: 'key',
      label: name,
      insert: bare ? name : `${name}:${block ? opening(property) : ' $0'}`,
      description: describe(property),
      span,
    }));
}

/** What follows a key in block style: a value on the same line, a map or a list below. */
function opening(property: Schema): string {
  const all = alternatives(property);
  if (all.every(({ type }) => type === 'object')) return '\n  $0';
  const lists = all.filter(({ type }) => type === 'array');
  if (lists.length < all.length) return ' $0';
  return lists.some(({ items }) => items !== undefined && alternatives(items).some(({ type }) => type === 'object'))
    ? '\n  - $0'
    : ' [$0]';
}

function valuesOf(of: Schema, span: Span): readonly Completion[] {
  const words = of.enum ?? (of.type === 'boolean' ? [true, false] : of.const === undefined ? [] : [of.const]);
  const described = words.map((each, index) => valueOf(each, of.markdownEnumDescriptions?.[index], of, span));
  if (words.length > 0) return described;
  return [of.default, ...(of.examples ?? [])].flatMap((each) => {
    const fits = typeof each === 'string' ? of.type === 'string' : of.type === 'integer' || of.type === 'number';
    return (typeof each === 'string' || typeof each === 'number') && fits ? [valueOf(each, undefined, of, span)] : [];
  });
}

function valueOf(value: string | number | boolean, meaning: string | undefined, of: Schema, span: Span): Completion {
  const label = String(value);
  const insert = typeof value === 'string' ? asScalar(value) : label;
  return { kind: 'value', label, insert, description: meaning ?? of.markdownDescription ?? '', span };
}

function unique(all: readonly Completion[]): readonly Completion[] {
  const seen = new Set<string>();
  return all.filter(({ kind, label }) => {
    const key = `${kind} ${label}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What a key or a word means; `null` where nothing is known. */
export function hoverAt(text: string, offset: number): HoverText | null {
  const found = findNode(readUnfinished(text)?.root ?? null, offset);
  if (found === null) return null;
  const [first] = schemasAt(rootSchema(), found.path);
  if (first?.markdownDescription === undefined) return null;
  if (found.value !== null) {
    const words = schemasAt(rootSchema(), found.path).find((each) => each.enum?.includes(found.value ?? '') === true);
    const meaning = words?.markdownEnumDescriptions?.[words.enum?.indexOf(found.value) ?? -1] ?? '';
    if (meaning !== '') return { text: meaning, span: found.span };
  }
  return { text: describe(first), span: found.span };
}

interface AtOffset {
  readonly path: Path;
  /** The text of the value, when the offset is in one and not in a key. */
  readonly value: string | null;
  readonly span: Span;
}

function findNode(root: Node | null, offset: number): AtOffset | null {
  const inside = (span: Span | null): span is Span => span !== null && span.from <= offset && offset <= span.to;
  const open: { readonly node: Node | null; readonly path: Path }[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, path } = next;
    const span = spanOf(node);
    if (node === null || isAlias(node)) continue;
    if (isSeq(node)) {
      node.items.forEach((item, index) => open.push({ node: item as Node, path: [...path, index] }));
    } else if (isMap(node)) {
      for (const { key, value } of node.items) {
        const keySpan = spanOf(key as Node);
        const below = isScalar(key) ? [...path, written(key)] : null;
        if (below !== null && inside(keySpan)) return { path: below, value: null, span: keySpan };
        if (below !== null) open.push({ node: value as Node | null, path: below });
      }
    } else if (inside(span)) return { path, value: written(node), span };
  }
  return null;
}

/** The description of a key, its default and its examples. */
function describe(of: Schema): string {
  const parts = [of.markdownDescription ?? ''];
  if (of.default !== undefined) parts.push(`Default: ${code(of.default)}`);
  const [example] = (of.examples ?? []).filter((each) => JSON.stringify(each) !== JSON.stringify(of.default));
  if (example !== undefined) parts.push(`Example: ${code(example)}`);
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A value as YAML on one line, in backticks. */
function code(value: unknown): string {
  const text = oneLine(value);
  return `\`${text.length > 160 ? `${text.slice(0, 160)}…` : text}\``;
}

function oneLine(value: unknown): string {
  if (typeof value === 'string') return asScalar(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${name}: ${oneLine(each)}`)
    .join(', ')}}`;
}
