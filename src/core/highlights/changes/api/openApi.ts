import type { ApiChange } from '../model';
import type { Steps } from '../steps';
import { at, canonical, entriesOf, itemsOf, textAt, type Tree } from '../tree';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Who sends a value: what a client must send may not grow, what it gets may not shrink. */
interface Use {
  readonly request: boolean;
  readonly response: boolean;
}

const eitherWay: Use = { request: true, response: true };

type Report = (effect: ApiChange['effect'], subject: string, message: string, tree: Tree, side?: 'old' | 'new') => void;

/** Whether a document describes an API, or is a part of one that does. */
export function isOpenApi(tree: Tree | null): boolean {
  return textAt(tree, 'openapi') !== null || textAt(tree, 'swagger') !== null;
}

/**
 * Compares two versions of an OpenAPI 2 or 3 document (spec.openapis.org), or of a part of one. A schema counts by who
 * sends it, as far as the references of the document tell. Breaking is: an operation, a parameter's or a property's type,
 * a success or a media type of an answer that goes, a property of an answer that goes, something that must newly be sent,
 * a value that may no longer be sent.
 */
export function* compareOpenApi(was: Tree | null, now: Tree | null): Steps<readonly ApiChange[]> {
  const changes: ApiChange[] = [];
  const report: Report = (effect, subject, message, tree, side = 'new') =>
    changes.push({ effect, subject, message, line: tree.line, side });
  const uses = yield* usesOf(now ?? was);
  yield* walk(was, now, [], uses, report);
  return changes;
}

/** For each schema of the document whether requests and answers lead to it; empty for a part of a document. */
function* usesOf(root: Tree | null): Steps<ReadonlyMap<string, Use>> {
  const uses = new Map<string, Use>();
  if (!isOpenApi(root)) return uses;
  const pending: { readonly tree: Tree; readonly use: Use }[] = [];
  for (const item of entriesOf(at(root, 'paths')).values()) {
    for (const [method, operation] of entriesOf(item)) {
      if (method === 'parameters') pending.push({ tree: operation, use: { request: true, response: false } });
      for (const [part, tree] of entriesOf(operation)) {
        if (part === 'responses') pending.push({ tree, use: { request: false, response: true } });
        else if (part === 'parameters' || part === 'requestBody')
          pending.push({ tree, use: { request: true, response: false } });
      }
    }
  }
  let count = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ((count += 1) % 1000 === 0) yield;
    const { tree, use } = next;
    if (tree.kind === 'list') pending.push(...tree.items.map((each) => ({ tree: each, use })));
    if (tree.kind !== 'map') continue;
    const reference = textAt(tree, '$ref');
    for (const each of tree.entries.values()) if (each.kind !== 'scalar') pending.push({ tree: each, use });
    if (reference === null) continue;
    const known = uses.get(reference) ?? { request: false, response: false };
    if ((known.request || !use.request) && (known.response || !use.response)) continue;
    uses.set(reference, { request: known.request || use.request, response: known.response || use.response });
    const target = reference.startsWith('#/') ? at(root, ...reference.slice(2).split('/').map(unescaped)) : null;
    if (target !== null) pending.push({ tree: target, use });
  }
  return uses;
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

function* walk(
  was: Tree | null,
  now: Tree | null,
  keys: readonly string[],
  uses: ReadonlyMap<string, Use>,
  report: Report,
): Steps<void> {
  yield;
  if (was !== null && now !== null && canonical(was) === canonical(now)) return;
  const either = now ?? was;
  if (either?.kind !== 'map') return;
  const name = keys.at(-1) ?? '';
  if (methods.some((method) => [was, now].some((tree) => at(tree, method, 'responses') !== null))) {
    comparePath(was, now, name, report);
    return;
  }
  const parent = keys.at(-2) ?? '';
  if (looksLikeSchema(either) && parent !== 'responses' && parent !== 'parameters') {
    const use = uses.size === 0 ? eitherWay : (uses.get(`#/${keys.join('/')}`) ?? null);
    if (was === null) report('safe', name, 'A new schema.', either);
    // A schema that nothing leads to reaches nobody.
    else if (now === null) report(uses.size === 0 ? 'dangerous' : 'safe', name, 'The schema is gone.', was, 'old');
    else if (use !== null) compareSchema(was, now, name, use, report, 0);
    return;
  }
  if (keys.length > 6) return;
  for (const key of new Set([...entriesOf(was).keys(), ...entriesOf(now).keys()])) {
    if (key.startsWith('x-') || key === 'info' || key === 'tags' || key === 'example' || key === 'examples') continue;
    const [before, after] = [at(was, key), at(now, key)];
    if (before?.kind === 'scalar' || after?.kind === 'scalar') continue;
    yield* walk(before, after, [...keys, key], uses, report);
  }
  const [before, after] = [at(was, 'security'), at(now, 'security')];
  if (isOpenApi(either) && textOf(before) !== textOf(after)) {
    report('dangerous', 'security', 'What a client must present to be let in changes.', after ?? before ?? either);
  }
}

const textOf = (tree: Tree | null): string => (tree === null ? '' : canonical(tree));

function looksLikeSchema(tree: Tree): boolean {
  return (
    ['properties', 'enum', 'allOf', 'oneOf', 'anyOf', 'items'].some((key) => at(tree, key) !== null) ||
    /^(?:object|array|string|integer|number|boolean)$/.test(textAt(tree, 'type') ?? '')
  );
}

function comparePath(was: Tree | null, now: Tree | null, path: string, report: Report): void {
  for (const method of methods) {
    const [before, after] = [at(was, method), at(now, method)];
    const subject = `${method.toUpperCase()} ${path}`;
    if (before === null && after !== null) report('safe', subject, 'A new operation.', after);
    else if (before !== null && after === null) report('breaking', subject, 'The operation is gone.', before, 'old');
    else if (before !== null && after !== null && canonical(before) !== canonical(after))
      compareOperation(before, after, subject, report);
  }
  if (was !== null && now !== null) compareParameters(at(was, 'parameters'), at(now, 'parameters'), path, report, now);
}

function compareOperation(was: Tree, now: Tree, subject: string, report: Report): void {
  compareParameters(at(was, 'parameters'), at(now, 'parameters'), subject, report, now);
  const [before, after] = [at(was, 'requestBody'), at(now, 'requestBody')];
  const must = (tree: Tree | null): boolean => textAt(tree, 'required') === 'true';
  if (after !== null && must(after) && !must(before)) report('breaking', subject, 'A body must now be sent.', after);
  if (before !== null && after === null) report('dangerous', subject, 'It no longer takes a body.', before, 'old');
  compareContents(
    at(before, 'content'),
    at(after, 'content'),
    `${subject} body`,
    { request: true, response: false },
    report,
  );
  const [answers, others] = [at(was, 'responses'), at(now, 'responses')];
  for (const [status, answer] of entriesOf(answers)) {
    const other = at(others, status);
    if (other === null) {
      report(
        /^[23]/.test(status) ? 'breaking' : 'dangerous',
        `${subject} ${status}`,
        'The answer is gone.',
        answer,
        'old',
      );
      continue;
    }
    const use = { request: false, response: true };
    compareContents(at(answer, 'content'), at(other, 'content'), `${subject} ${status}`, use, report);
    const [old, fresh] = [at(answer, 'schema'), at(other, 'schema')];
    if (old !== null && fresh !== null) compareSchema(old, fresh, `${subject} ${status}`, use, report, 0);
  }
  for (const [status, answer] of entriesOf(others)) {
    if (at(answers, status) === null) report('safe', `${subject} ${status}`, 'A new answer.', answer);
  }
  if (textOf(at(was, 'security')) !== textOf(at(now, 'security'))) {
    report('dangerous', subject, 'What a client must present to be let in changes.', at(now, 'security') ?? now);
  }
  if (textAt(now, 'deprecated') === 'true' && textAt(was, 'deprecated') !== 'true')
    report('safe', subject, 'It is deprecated.', now);
}

function compareContents(was: Tree | null, now: Tree | null, subject: string, use: Use, report: Report): void {
  if (was === null || now === null) return;
  for (const [type, before] of entriesOf(was)) {
    const after = at(now, type);
    if (after === null) report('breaking', subject, `The media type ${type} is gone.`, before, 'old');
    const [old, fresh] = [at(before, 'schema'), at(after, 'schema')];
    if (old !== null && fresh !== null) compareSchema(old, fresh, subject, use, report, 0);
  }
}

const parameterKey = (tree: Tree): string =>
  textAt(tree, '$ref') ?? `${textAt(tree, 'name') ?? ''} in ${textAt(tree, 'in') ?? ''}`;

function compareParameters(was: Tree | null, now: Tree | null, subject: string, report: Report, whole: Tree): void {
  const [before, after] = [was, now].map((list) => new Map(itemsOf(list).map((each) => [parameterKey(each), each])));
  const must = (tree: Tree): boolean => textAt(tree, 'required') === 'true';
  for (const [key, parameter] of after ?? []) {
    const old = before?.get(key);
    if (old === undefined) {
      report(
        must(parameter) ? 'breaking' : 'safe',
        subject,
        `${must(parameter) ? 'A new parameter that must be sent' : 'A new parameter'}: ${key}.`,
        parameter,
      );
      continue;
    }
    if (must(parameter) && !must(old)) report('breaking', subject, `The parameter ${key} must now be sent.`, parameter);
    const use = { request: true, response: false };
    compareSchema(at(old, 'schema') ?? old, at(parameter, 'schema') ?? parameter, `${subject} ${key}`, use, report, 0);
  }
  for (const [key, parameter] of before ?? []) {
    if (after?.has(key) !== true)
      report('dangerous', subject, `The parameter ${key} is gone.`, was === null ? whole : parameter, 'old');
  }
}

const bounds = [
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'readOnly',
  'writeOnly',
];

function compareSchema(was: Tree, now: Tree, subject: string, use: Use, report: Report, depth: number): void {
  if (depth > 20 || canonical(was) === canonical(now)) return;
  const [oldRef, newRef] = [textAt(was, '$ref'), textAt(now, '$ref')];
  if (oldRef !== newRef) {
    report('dangerous', subject, `It is ${shortRef(newRef)} instead of ${shortRef(oldRef)}.`, now);
    return;
  }
  const [oldType, newType] = [typeOf(was), typeOf(now)];
  if (oldType !== newType && oldType !== '' && newType !== '') {
    report('breaking', subject, `Its type is ${newType} instead of ${oldType}.`, at(now, 'type') ?? now);
    return;
  }
  if (mayBeNull(was) !== mayBeNull(now)) {
    const place = at(now, 'nullable') ?? at(now, 'type') ?? now;
    if (mayBeNull(now)) report(use.response ? 'dangerous' : 'safe', subject, 'It may be null now.', place);
    else report(use.request ? 'breaking' : 'safe', subject, 'It may no longer be null.', place);
  }
  compareEnum(at(was, 'enum'), at(now, 'enum'), subject, use, report, now);
  for (const bound of bounds) {
    const [old, fresh] = [textAt(was, bound), textAt(now, bound)];
    if (old !== fresh)
      report(
        'dangerous',
        subject,
        `Its ${bound} is ${fresh ?? 'gone'}${old === null ? '' : ` instead of ${old}`}.`,
        at(now, bound) ?? now,
      );
  }
  compareProperties(was, now, subject, use, report, depth);
  const [oldItems, newItems] = [at(was, 'items'), at(now, 'items')];
  if (oldItems !== null && newItems !== null) compareSchema(oldItems, newItems, `${subject}[]`, use, report, depth + 1);
  for (const key of ['allOf', 'oneOf', 'anyOf']) {
    const [old, fresh] = [at(was, key), at(now, key)];
    if (textOf(old) === textOf(fresh)) continue;
    const [left, right] = [itemsOf(old), itemsOf(fresh)];
    if (left.length === right.length) {
      left.forEach((each, index) => compareSchema(each, right[index] ?? each, subject, use, report, depth + 1));
    } else report('dangerous', subject, `What it is made of (${key}) changes.`, fresh ?? now);
  }
}

const shortRef = (reference: string | null): string => reference?.split('/').at(-1) ?? 'a schema of its own';

/** OpenAPI 3.1 writes several types as a list. */
const typesOf = (tree: Tree): readonly string[] => {
  const only = textAt(tree, 'type');
  return only === null ? itemsOf(at(tree, 'type')).map((each) => textAt(each) ?? '') : [only];
};

const typeOf = (tree: Tree): string =>
  typesOf(tree)
    .filter((type) => type !== 'null')
    .sort()
    .join(' or ');

/** OpenAPI 3.0 says `nullable: true`, 3.1 has `null` among the types. */
const mayBeNull = (tree: Tree): boolean => textAt(tree, 'nullable') === 'true' || typesOf(tree).includes('null');

function compareEnum(was: Tree | null, now: Tree | null, subject: string, use: Use, report: Report, whole: Tree): void {
  if (was === null && now === null) return;
  const [before, after] = [was, now].map((list) => new Map(itemsOf(list).map((each) => [canonical(each), each])));
  if (was === null)
    return report(use.request ? 'breaking' : 'safe', subject, 'Only some values are allowed now.', now ?? whole);
  if (now === null) return report(use.response ? 'dangerous' : 'safe', subject, 'Any value is allowed now.', whole);
  for (const [key, value] of before ?? []) {
    if (after?.has(key) !== true)
      report(use.request ? 'breaking' : 'safe', subject, `The value ${textAt(value) ?? ''} is gone.`, value, 'old');
  }
  for (const [key, value] of after ?? []) {
    if (before?.has(key) !== true)
      report(use.response ? 'dangerous' : 'safe', subject, `A new value: ${textAt(value) ?? ''}.`, value);
  }
}

function compareProperties(was: Tree, now: Tree, subject: string, use: Use, report: Report, depth: number): void {
  const [before, after] = [at(was, 'properties'), at(now, 'properties')];
  const must = (tree: Tree): ReadonlySet<string> =>
    new Set(itemsOf(at(tree, 'required')).map((each) => textAt(each) ?? ''));
  const [mustBefore, mustAfter] = [must(was), must(now)];
  for (const [name, property] of entriesOf(before)) {
    const other = at(after, name);
    const whole = `${subject}.${name}`;
    if (other === null)
      report(use.response ? 'breaking' : 'dangerous', whole, 'The property is gone.', property, 'old');
    else {
      compareSchema(property, other, whole, use, report, depth + 1);
      if (mustAfter.has(name) && !mustBefore.has(name) && use.request)
        report('breaking', whole, 'It must now be sent.', other);
      if (!mustAfter.has(name) && mustBefore.has(name) && use.response)
        report('dangerous', whole, 'It may now be missing from answers.', other);
    }
  }
  for (const [name, property] of entriesOf(after)) {
    if (at(before, name) !== null) continue;
    const sent = mustAfter.has(name) && use.request;
    // Where it is not known who sends it, a new property that answers always have is the ordinary case.
    const effect = !sent ? 'safe' : use.response ? 'dangerous' : 'breaking';
    report(effect, `${subject}.${name}`, sent ? 'A new property that must be there.' : 'A new property.', property);
  }
}
