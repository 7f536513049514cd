import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import { messageOf } from '../errors';
import type { Target } from '../policy/policy';
import type { Pin } from '../versionFile';
import { visibleText } from '../visibleText';
import { readPinText } from './pinText';

/**
 * Reads what a target is pinned to from the text of its file. With a key the file is YAML 1.2, of which JSON is a part:
 * the key has to lead to one text, in one of the file's documents. Aliases are followed, merge keys (`<<`) are not.
 *
 * Every other case is an invalid pin whose problem says what is wrong and where. An image digest is `unresolved`.
 */
export function readTarget(text: string, { file, key, pin }: Target): Pin {
  const name = visibleText(file);
  if (key === null) return readPinText(text, { pin, where: '' });
  const where = ` at "${pathText(key)}" of ${name}`;
  try {
    const found = valueAt(documentsOf(text, name), key, name);
    if (/\.json$/i.test(file)) checkJson(text, found, where);
    return readPinText(found.text, { pin, where });
  } catch (error) {
    if (error instanceof NoPin) return { state: 'invalid', found: error.found, problem: `${error.message}.` };
    // The parser is recursive: a text of nothing but brackets ends here.
    const problem = `${name} cannot be read: ${visibleText(messageOf(error))}.`;
    return { state: 'invalid', found: 'nothing readable', problem };
  }
}

/** Why there is no pin, without the full stop. */
class NoPin extends Error {
  readonly found: string;

  constructor(found: string, message: string) {
    super(message);
    this.found = found;
  }
}

interface FoundText {
  readonly text: string;
  readonly isQuoted: boolean;
}

function documentsOf(text: string, name: string): readonly Document[] {
  const lines = new LineCounter();
  // As texts: a SHA of digits alone would lose most of them as a number. Keys that stand twice are looked for on the way
  // to the pin only: comparing all with all takes minutes in a hostile file.
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'silent',
  });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    const place = `line ${line}, column ${col}`;
    throw new NoPin('no YAML', `${name} cannot be read as YAML: ${place}: ${visibleText(error.message)}`);
  }
  return documents;
}

/** Deployments read JSON with a stricter reader: what that one refuses, or takes for a number, pins nothing. */
function checkJson(text: string, { isQuoted }: FoundText, where: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new NoPin('no JSON', `It is no JSON: ${visibleText(messageOf(error))}`);
  }
  if (!isQuoted) throw new NoPin('no text', `Expected a text in quotes${where}`);
}

function valueAt(documents: readonly Document[], key: readonly (string | number)[], name: string): FoundText {
  const tried = documents.map((document) => walk(document, key, name));
  const [first, ...more] = tried.flatMap((each) => (each instanceof NoPin ? [] : [each]));
  if (more.length > 0) {
    const which = `${more.length + 1} of its documents`;
    throw new NoPin('several pins', `${name} has "${pathText(key)}" in ${which}: it is not clear which one holds`);
  }
  if (first !== undefined) return first;
  throw tried.find((each) => each instanceof NoPin) ?? new NoPin('nothing', `${name} is empty`);
}

/** The text at the end of the path, or why there is none. Two of a kind are never chosen between. */
function walk(document: Document, key: readonly (string | number)[], name: string): FoundText | NoPin {
  let node: Node | null = document.contents;
  for (const [at, part] of key.entries()) {
    const next = step(followed(node, document), part);
    const path = pathText(key.slice(0, at + 1));
    if (next.length > 1) throw new NoPin('several pins', `${name} has "${path}" ${next.length} times`);
    const [only] = next;
    if (only === undefined) return new NoPin('nothing', `${name} has no "${pathText(key)}": "${path}" is not there`);
    node = only;
  }
  const end = followed(node, document);
  if (!isScalar(end) || typeof end.value !== 'string') {
    return new NoPin('no text', `Expected a text at "${pathText(key)}" of ${name}`);
  }
  if (end.tag !== undefined && end.tag !== '!' && end.tag !== 'tag:yaml.org,2002:str') {
    throw new NoPin('no text', `"${pathText(key)}" of ${name} has the tag ${visibleText(end.tag.slice(0, 60))}`);
  }
  return { text: end.value, isQuoted: end.type !== 'PLAIN' };
}

/** The values under a key of a map, or at a place of a sequence. */
function step(node: Node | null, part: string | number): readonly (Node | null)[] {
  if (isMap<Node, Node | null>(node)) {
    const pairs = node.items.filter(({ key }) => isScalar(key) && key.value === String(part));
    return pairs.map(({ value }) => value);
  }
  if (isSeq<Node>(node) && /^\d+$/.test(String(part))) {
    const item = node.items[Number(part)];
    return item === undefined ? [] : [item];
  }
  return [];
}

function followed(node: Node | null, document: Document): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

/** `web.images[0].tag`, as people write it. */
function pathText(key: readonly (string | number)[]): string {
  const text = key.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return visibleText(text.replace(/^\./, ''));
}
