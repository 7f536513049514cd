import {
  Kind,
  parse,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeNode,
} from 'graphql/language';
import type { ApiChange } from '../model';
import type { Steps } from '../steps';
import { NotUnderstood } from '../tree';

interface Argument {
  readonly type: string;
  readonly hasDefault: boolean;
  readonly line: number;
}

interface Field extends Argument {
  readonly args: ReadonlyMap<string, Argument>;
}

interface Type {
  readonly kind: 'scalar' | 'object' | 'interface' | 'union' | 'enum' | 'input';
  readonly line: number;
  readonly fields: Map<string, Field>;
  /** Values of an enumeration, members of a union, interfaces of an object. */
  readonly names: Map<string, number>;
}

/** What tells where a definition begins: outside braces, parentheses, strings and comments. */
const piece = /"""[^]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[{}()]|\n|[A-Za-z_]\w*/g;

const starts = new Set([
  'schema',
  'scalar',
  'type',
  'interface',
  'union',
  'enum',
  'input',
  'directive',
  'extend',
  'query',
  'mutation',
  'subscription',
  'fragment',
]);

interface Definition {
  readonly text: string;
  readonly line: number;
}

/** Cuts a text into its definitions, so that the parser never has more than one to read in one go. */
function* definitionsOf(text: string): Steps<readonly Definition[]> {
  const definitions: Definition[] = [];
  let open = 0;
  let line = 1;
  let start = { at: 0, line: 1 };
  // Where the last word or bracket ended; what follows it up to the next definition is that one's description.
  let end = 0;
  let mayStart = true;
  let count = 0;
  const close = (): void => {
    if (end > start.at) definitions.push({ text: text.slice(start.at, end), line: start.line });
  };
  for (const found of text.matchAll(piece)) {
    if ((count += 1) % 4000 === 0) yield;
    const [token] = found;
    if (open === 0 && mayStart && starts.has(token)) {
      close();
      start = { at: found.index, line };
    }
    if (token === '{' || token === '(') open += 1;
    else if (token === '}' || token === ')') open -= 1;
    const silent = token === '\n' || token.startsWith('"') || token.startsWith('#');
    if (!silent) end = found.index + token.length;
    mayStart = silent || token === '}';
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) line += 1;
  }
  close();
  return definitions;
}

const typeText = (node: TypeNode): string =>
  node.kind === Kind.NAMED_TYPE
    ? node.name.value
    : node.kind === Kind.LIST_TYPE
      ? `[${typeText(node.type)}]`
      : `${typeText(node.type)}!`;

/** @throws NotUnderstood */
function* read(text: string): Steps<ReadonlyMap<string, Type>> {
  const types = new Map<string, Type>();
  for (const { text: definition, line } of yield* definitionsOf(text)) {
    yield;
    let document: DocumentNode;
    try {
      document = parse(definition, { maxTokens: 200_000 });
    } catch {
      throw new NotUnderstood('It is no GraphQL', line);
    }
    for (const node of document.definitions) addDefinition(types, node, line - 1);
  }
  return types;
}

const kinds: Readonly<Record<string, Type['kind']>> = {
  Scalar: 'scalar',
  Object: 'object',
  Interface: 'interface',
  Union: 'union',
  Enum: 'enum',
  InputObject: 'input',
};

function addDefinition(types: Map<string, Type>, node: DocumentNode['definitions'][number], above: number): void {
  const kind = kinds[/^(\w+?)Type(?:Definition|Extension)$/.exec(node.kind)?.[1] ?? ''];
  if (kind === undefined || !('name' in node) || node.name === undefined) return;
  const lineOf = (each: { readonly loc?: { readonly startToken: { readonly line: number } } | undefined }): number =>
    (each.loc?.startToken.line ?? 1) + above;
  const argument = (each: InputValueDefinitionNode): Argument => ({
    type: typeText(each.type),
    hasDefault: each.defaultValue !== undefined,
    line: lineOf(each.name),
  });
  const name = node.name.value;
  const type = types.get(name) ?? {
    kind,
    line: lineOf(node.name),
    fields: new Map<string, Field>(),
    names: new Map<string, number>(),
  };
  types.set(name, type);
  if ('fields' in node) {
    for (const each of (node.fields ?? []) as readonly (FieldDefinitionNode | InputValueDefinitionNode)[]) {
      const base =
        each.kind === Kind.INPUT_VALUE_DEFINITION
          ? argument(each)
          : { type: typeText(each.type), hasDefault: false, line: lineOf(each.name) };
      const args = each.kind === Kind.FIELD_DEFINITION ? (each.arguments ?? []) : [];
      type.fields.set(each.name.value, { ...base, args: new Map(args.map((arg) => [arg.name.value, argument(arg)])) });
    }
  }
  const listed =
    'values' in node ? node.values : 'types' in node ? node.types : 'interfaces' in node ? node.interfaces : null;
  for (const each of listed ?? []) type.names.set(each.name.value, lineOf(each.name));
}

/** Whether everything that was of one type may be taken for the other: it only became less likely to be null. */
function isNarrower(was: string, now: string): boolean {
  if (now.endsWith('!')) return isNarrower(was.replace(/!$/, ''), now.slice(0, -1));
  if (was.endsWith('!')) return false;
  if (was.startsWith('[') && now.startsWith('[')) return isNarrower(was.slice(1, -1), now.slice(1, -1));
  return was === now;
}

/**
 * Compares two GraphQL schemas, or parts of one, by the rules of GraphQL.js' `findBreakingChanges` and
 * `findDangerousChanges`; `null` when neither text defines a type, as files of queries do not.
 * @throws NotUnderstood
 */
export function* compareGraphql(was: string | null, now: string | null): Steps<readonly ApiChange[] | null> {
  const before = was === null ? new Map<string, Type>() : yield* read(was);
  const after = now === null ? new Map<string, Type>() : yield* read(now);
  if (before.size === 0 && after.size === 0) return null;
  const changes: ApiChange[] = [];
  const report: Report = (effect, subject, message, line, side = 'new') =>
    changes.push({ effect, subject, message, line, side });
  for (const [name, type] of before) {
    yield;
    const other = after.get(name);
    if (other === undefined) report('breaking', name, 'The type is gone.', type.line, 'old');
    else if (other.kind !== type.kind)
      report('breaking', name, `It is of the kind ${other.kind} instead of ${type.kind}.`, other.line);
    else compareTypes(name, type, other, report);
  }
  for (const [name, type] of after) if (!before.has(name)) report('safe', name, 'A new type.', type.line);
  return changes;
}

type Report = (
  effect: ApiChange['effect'],
  subject: string,
  message: string,
  line: number,
  side?: 'old' | 'new',
) => void;

function compareTypes(name: string, was: Type, now: Type, report: Report): void {
  const inner = was.kind === 'enum' ? 'value' : was.kind === 'union' ? 'member' : 'interface';
  for (const [each, line] of was.names)
    if (!now.names.has(each)) report('breaking', `${name}.${each}`, `The ${inner} is gone.`, line, 'old');
  for (const [each, line] of now.names)
    if (!was.names.has(each)) report('dangerous', `${name}.${each}`, `A new ${inner}.`, line);
  const input = was.kind === 'input';
  for (const [key, field] of was.fields) {
    const other = now.fields.get(key);
    const subject = `${name}.${key}`;
    if (other === undefined) {
      report('breaking', subject, 'The field is gone.', field.line, 'old');
      continue;
    }
    compareType(subject, field, other, input, report);
    for (const [arg, old] of field.args) {
      const fresh = other.args.get(arg);
      if (fresh === undefined) report('breaking', `${subject}(${arg})`, 'The argument is gone.', old.line, 'old');
      else compareType(`${subject}(${arg})`, old, fresh, true, report);
    }
    for (const [arg, fresh] of other.args)
      if (!field.args.has(arg)) reportNew(`${subject}(${arg})`, fresh, 'argument', true, report);
  }
  for (const [key, field] of now.fields)
    if (!was.fields.has(key)) reportNew(`${name}.${key}`, field, 'field', input, report);
}

function compareType(subject: string, was: Argument, now: Argument, input: boolean, report: Report): void {
  if (was.type === now.type) return;
  const safe = input ? isNarrower(now.type, was.type) : isNarrower(was.type, now.type);
  report(safe ? 'safe' : 'breaking', subject, `Its type is ${now.type} instead of ${was.type}.`, now.line);
}

function reportNew(subject: string, fresh: Argument, what: string, input: boolean, report: Report): void {
  if (!input) return report('safe', subject, `A new ${what}.`, fresh.line);
  const must = fresh.type.endsWith('!') && !fresh.hasDefault;
  report(
    must ? 'breaking' : 'dangerous',
    subject,
    must ? `A new ${what} that must be given.` : `A new ${what}.`,
    fresh.line,
  );
}
