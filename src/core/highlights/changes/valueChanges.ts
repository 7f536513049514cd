import type { ConfigKind } from './fileKinds';
import type { Topic, ValueChange } from './model';
import { readValues, secretDocuments } from './readValues';
import { finalStage } from './readLines';
import { maskText, shownValue } from './secrets';
import { compareSeverity } from './severity';
import type { Steps } from './steps';
import { entriesOf, textAt, whyNot, type Scalar, type Tree } from './tree';
import { topicOf } from './topics';
import { differences, type Difference } from './treeDiff';
import { demandedBy, weighImage, weighImagePart, weighValue, type Weight } from './valueWeights';
import { weighWorkflow, type WorkflowEnds } from './workflowRules';

/** The values that differ between two texts of a file. */
export interface ValuesReading {
  readonly changes: readonly ValueChange[];
  /** Differs only in its layout, its comments or the order of its keys. */
  readonly same: boolean;
  /** Read line by line, because it is no document of its format; the reason, as a sentence. */
  readonly byLines: string | null;
  /** Values at either end, for how much two files have in common. */
  readonly was: Tree | null;
  readonly now: Tree | null;
}

/**
 * Reads a file's two texts and compares their values. A template that is no document of its format is compared line by
 * line.
 * @param was, now `null` where the file is not
 * @param owner whose actions count as the project's own
 */
export function* readValueChanges(
  kind: ConfigKind,
  was: string | null,
  now: string | null,
  owner: string | null,
): Steps<ValuesReading> {
  let trees: readonly [Tree | null, Tree | null];
  let byLines: string | null = null;
  try {
    trees = [
      was === null ? null : yield* readValues(kind.format, was),
      now === null ? null : yield* readValues(kind.format, now),
    ];
  } catch (error) {
    byLines = `${whyNot(error).slice(0, -1)}, so that it is compared line by line.`;
    trees = [
      was === null ? null : yield* readValues('lines', was),
      now === null ? null : yield* readValues('lines', now),
    ];
  }
  const [before, after] = trees;
  const found = yield* differences(before, after);
  const secret = new Set([...secretDocuments(before), ...secretDocuments(after)]);
  const changes: ValueChange[] = [];
  for (const [index, each] of found.entries()) {
    if (index % 50 === 49) yield;
    changes.push(changeOf(kind, each, secret, byLines !== null || kind.format === 'lines', { before, after, owner }));
  }
  // One trigger is one thing to look at, however many lines it has.
  const said = new Set<string>();
  for (const [index, each] of changes.entries()) {
    if (each.topic !== 'trigger' || each.reason === null) continue;
    if (said.has(each.reason)) changes[index] = { ...each, severity: 'low', reason: null };
    said.add(each.reason);
  }
  changes.sort((a, b) => compareSeverity(a.severity, b.severity) || (a.line ?? 0) - (b.line ?? 0));
  return { changes, same: found.length === 0, byLines, was: before, now: after };
}

const setting = /^-?\s*["']?([\w./-]+)["']?\s*(?:=>|[:=](?![:=~]))\s*(.*?)[,;]?$/s;
const environment = /^([A-Za-z_]\w*)=(.*)$/s;

/** A line, or an item of a list, that sets something counts as that value. */
function named(difference: Difference, pattern: RegExp): Difference {
  const text = difference.now?.text ?? difference.was?.text ?? '';
  const name = pattern.exec(text)?.[1];
  if (name === undefined || difference.keys.at(-1) !== '[]') return difference;
  const value = (each: Scalar | null): Scalar | null =>
    each === null
      ? null
      : { ...each, text: (pattern.exec(each.text)?.[2] ?? each.text).replace(/^(["'])(.*)\1$/s, '$2') };
  return { keys: [...difference.keys.slice(0, -1), name], was: value(difference.was), now: value(difference.now) };
}

function changeOf(
  kind: ConfigKind,
  raw: Difference,
  secret: ReadonlySet<string>,
  lines: boolean,
  ends: WorkflowEnds,
): ValueChange {
  const difference = named(raw, lines ? setting : environment);
  const { keys } = difference;
  const hidden =
    secret.has(keys[0] ?? '') && keys.some((key) => key === 'data' || key === 'stringData' || key === 'encryptedData');
  const shown = (each: Scalar | null): string | null => (each === null ? null : shownIn(keys, each, hidden));
  const [was, now] = [difference.was?.text ?? null, difference.now?.text ?? null];
  // In a text that is read by its lines, the line that begins a block.
  const begins = lines && (was ?? '') === '' && (now ?? '') === '';
  const { topic, severity, reason } = begins
    ? { topic: null, severity: 'low' as const, reason: null }
    : judge(kind, keys, was, now, ends);
  const place = difference.now ?? difference.was;
  return {
    key: maskText(keyText(keys)),
    was: shown(difference.was),
    now: shown(difference.now),
    line: place?.line ?? null,
    side: difference.now === null ? 'old' : 'new',
    topic: hidden ? 'secrets' : topic,
    severity: kind.local ? 'low' : severity,
    reason,
  };
}

/** Masks a value; where the key holds it in itself (`ENV A=b`, `RUN …`), the value is read with its own words. */
function shownIn(keys: readonly string[], value: Scalar, hidden: boolean): string {
  const last = keys.at(-1) ?? '';
  const own = last.startsWith('[') && last !== '[]' ? keys : keys.map((key) => key.replace(/^(?:ENV|ARG|LABEL) /, ''));
  return shownValue(own, value.text, hidden);
}

function keyText(keys: readonly string[]): string {
  const text = keys.reduce(
    (path, key) => (path === '' ? key : key.startsWith('[') ? `${path}${key}` : `${path}.${key}`),
    '',
  );
  if (text === '[]') return 'line';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function judge(
  kind: ConfigKind,
  keys: readonly string[],
  was: string | null,
  now: string | null,
  ends: WorkflowEnds,
): Weight & { topic: Topic | null } {
  if (kind.what === 'GitHub Actions workflow' || kind.what === 'GitHub action') {
    const workflow = weighWorkflow(keys, was, now, ends);
    if (workflow !== null) return workflow;
  }
  if (kind.format === 'dockerfile') return judgeInstruction(keys, was, now, ends);
  if (kind.what === 'pipeline' && isSecretName(keys)) return judgeSecretName(now, ends.before);
  const [needed] = demandedBy(now).filter((name) => !demanded(ends.before).has(name));
  if (needed !== undefined) {
    const reason = `It does not start without the environment variable ${needed}.`;
    return { topic: topicOf(keys), severity: 'high', reason };
  }
  const unnamed = keys.length === 1 && keys[0] === '[]';
  if (unnamed && kind.what === 'settings as code') return { topic: null, severity: 'low', reason: null };
  // A line that sets nothing is told by its first word.
  const words = unnamed ? [(now ?? was ?? '').split(/\s/)[0] ?? ''] : keys;
  const topic = topicOf(words);
  return { topic, ...weighValue(words, topic, was, now) };
}

/** `from_secret: name`, or an item of `secrets: [name]`. */
function isSecretName(keys: readonly string[]): boolean {
  return keys.at(-1) === 'from_secret' || (keys.at(-1) === '[]' && keys.at(-2) === 'secrets');
}

function judgeSecretName(now: string | null, before: Tree | null): Weight & { topic: Topic } {
  const fresh = now !== null && !namesOfSecrets(before, []).includes(now);
  return fresh
    ? { topic: 'secrets', severity: 'medium', reason: `It uses the secret ${now}.` }
    : { topic: 'secrets', severity: 'low', reason: null };
}

function namesOfSecrets(tree: Tree | null, keys: readonly string[]): readonly string[] {
  if (tree?.kind === 'list') return tree.items.flatMap((each) => namesOfSecrets(each, [...keys, '[]']));
  if (tree?.kind === 'map') return [...tree.entries].flatMap(([key, each]) => namesOfSecrets(each, [...keys, key]));
  return tree !== null && isSecretName(keys) ? [tree.text] : [];
}

const known = new WeakMap<Tree, ReadonlySet<string>>();

/** The environment variables that a file demanded before. */
function demanded(tree: Tree | null): ReadonlySet<string> {
  if (tree === null) return new Set();
  const found = known.get(tree) ?? new Set(demandedBy(textIn(tree)));
  known.set(tree, found);
  return found;
}

/** All that stands in a tree. */
function textIn(tree: Tree): string {
  const inner = tree.kind === 'scalar' ? [] : tree.kind === 'list' ? tree.items : [...tree.entries.values()];
  return tree.kind === 'scalar' ? tree.text : inner.map(textIn).join('\n');
}

/** Whether an image is named with an argument. */
function isInImage(name: string, { after, before }: WorkflowEnds): boolean {
  const images = [before, after].flatMap((tree) => [...entriesOf(tree).values()].map((stage) => textAt(stage, 'FROM')));
  return images.some((image) => new RegExp(`\\$(?:${name}(?!\\w)|\\{${name}[}:-])`).test(image ?? ''));
}

function judgeInstruction(
  keys: readonly string[],
  was: string | null,
  now: string | null,
  ends: WorkflowEnds,
): Weight & { topic: Topic | null } {
  const [word = '', name = ''] = (keys.at(-1) ?? '').replace(/\[\d+\]$/, '').split(' ');
  if (word === 'ARG' && /^\w+$/.test(name) && isInImage(name, ends))
    return { topic: 'image', ...weighImagePart(was, now) };
  if (keys[0] !== finalStage && word !== 'FROM') return { topic: 'script', severity: 'low', reason: null };
  switch (word) {
    case 'FROM':
      return { topic: 'image', ...weighImage(was, now) };
    case 'EXPOSE':
      return { topic: 'network', severity: 'medium', reason: 'It changes the ports.' };
    case 'USER':
      return /^(?:root|0)(?::|$)/.test(now ?? '')
        ? { topic: 'permissions', severity: 'high', reason: 'It runs as root.' }
        : { topic: 'permissions', severity: was === null ? 'low' : 'medium', reason: 'It runs as another user.' };
    case 'ENTRYPOINT':
    case 'CMD':
      return { topic: 'script', severity: 'medium', reason: 'It starts in another way.' };
    case 'ENV':
    case 'ARG': {
      const topic = topicOf([name]);
      const weight = weighValue([name], topic, was, now);
      return {
        topic,
        ...(word === 'ARG' && weight.severity === 'medium' ? { severity: 'low', reason: null } : weight),
      };
    }
    default:
      return { topic: 'script', severity: 'low', reason: null };
  }
}
