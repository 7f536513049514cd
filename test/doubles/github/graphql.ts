import { DocumentError, parseDocument } from './graphqlDocument';
import type { Document, Selection, Value } from './graphqlDocument';
import { FieldError, interfaces, resolveField, schema } from './graphqlSchema';
import type { Arguments, FieldDefinition, Node } from './graphqlSchema';
import { ApiError, bodyOf, isRecord, ok } from './http';
import type { Call, Reply } from './http';
import type { Incoming } from './incoming';
import type { Route } from './router';

/** GraphQL's one operation; not part of the description of REST. https://docs.github.com/graphql */
export const graphqlRoute: Route = {
  method: 'POST',
  template: '/graphql',
  docs: 'https://docs.github.com/graphql',
  handle: answer,
};

/** Whether a request goes to GraphQL: at `/graphql` of the API's host, at `/api/graphql` of a server of one's own. */
export function isGraphql({ method, path, prefix }: Pick<Incoming, 'method' | 'path' | 'prefix'>): boolean {
  if (method !== 'POST') return false;
  return prefix === '/api' || (prefix === '' && path === '/graphql');
}

interface Problem {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

/**
 * Answers a query; mistakes in the document itself answer no data at all, refusals of single fields answer the rest.
 * https://docs.github.com/graphql/guides/forming-calls-with-graphql
 */
async function answer(call: Call): Promise<Reply> {
  if (call.token === undefined) throw new ApiError(401, 'This endpoint requires you to be authenticated.');
  const { query, variables: given } = bodyOf(call);
  if (typeof query !== 'string') throw new ApiError(400, 'A query attribute must be specified and must be a string.');
  const variables = isRecord(given) ? given : {};
  try {
    const document = parseDocument(query);
    const mistakes = [...mistakesOf(document), ...wrongVariables(document, variables)];
    if (mistakes.length > 0) return ok({ errors: mistakes.map((message): Problem => ({ message })) });
    const problems: Problem[] = [];
    const run = { document, variables, problems };
    const data = await select(run, { type: 'Query', call }, document.selections, []);
    return ok({ data, ...(problems.length > 0 && { errors: problems }) });
  } catch (error) {
    if (error instanceof DocumentError) return ok({ errors: [{ message: error.message } satisfies Problem] });
    throw error;
  }
}

/** What the schema has against a document. */
function mistakesOf({ selections, fragments, variables }: Document): string[] {
  const found: string[] = [];
  const used = new Set<string>();
  const check = (type: string, inner: readonly Selection[], open: readonly string[]): void => {
    for (const each of inner) {
      if (each.kind === 'field') {
        checkField(type, each, open);
        continue;
      }
      const fragment = each.kind === 'inline' ? each : fragments.get(each.fragment);
      const name = each.kind === 'inline' ? '' : each.fragment;
      if (fragment === undefined) found.push(`Fragment ${name} was used, but not defined`);
      else if (open.includes(name)) found.push(`Fragment ${name} contains an infinite loop`);
      else if (!fits(type, fragment.on)) found.push(`Fragment on ${fragment.on} can't be spread inside ${type}`);
      else check(fragment.on, fragment.selections, name === '' ? open : [...open, name]);
      used.add(`...${name}`);
    }
  };
  const checkField = (type: string, field: Selection & { readonly kind: 'field' }, open: readonly string[]): void => {
    const definition = schema[type]?.[field.name];
    if (definition === undefined) {
      found.push(`Field '${field.name}' doesn't exist on type '${type}'`);
      return;
    }
    if ((definition.type === undefined) !== (field.selections === undefined)) {
      found.push(
        `Field '${field.name}' of type '${type}' ${definition.type === undefined ? 'has no' : 'must have'} selections`,
      );
      return;
    }
    found.push(...wrongArguments(field, definition, variables));
    for (const value of field.args.values()) if ('variable' in value) used.add(value.variable);
    if (definition.type !== undefined && field.selections !== undefined) check(definition.type, field.selections, open);
  };
  check('Query', selections, []);
  for (const variable of variables.keys()) {
    if (!used.has(variable)) found.push(`Variable $${variable} is declared by anonymous query but not used`);
  }
  for (const fragment of fragments.keys()) {
    if (!used.has(`...${fragment}`)) found.push(`Fragment ${fragment} was defined, but not used`);
  }
  return found;
}

function fits(type: string, on: string): boolean {
  return schema[on] !== undefined && (type === on || interfaces[type]?.includes(on) === true);
}

function wrongArguments(
  field: Selection & { readonly kind: 'field' },
  { args = {} }: FieldDefinition,
  variables: ReadonlyMap<string, string>,
): string[] {
  const found: string[] = [];
  for (const [name, value] of field.args) {
    const wanted = args[name];
    if (wanted === undefined) found.push(`Field '${field.name}' doesn't accept argument '${name}'`);
    else if (!isOfType(value, wanted, variables)) {
      found.push(
        `Argument '${name}' on Field '${field.name}' has an invalid value or type. Expected type '${wanted}'.`,
      );
    }
  }
  for (const [name, type] of Object.entries(args)) {
    if (type.endsWith('!') && !field.args.has(name)) {
      found.push(`Field '${field.name}' is missing required arguments: ${name}`);
    }
  }
  return found;
}

function isOfType(value: Value, wanted: string, variables: ReadonlyMap<string, string>): boolean {
  const bare = wanted.replace(/!$/, '');
  if ('variable' in value) {
    const declared = variables.get(value.variable);
    return declared === wanted || declared === `${bare}!`;
  }
  return goodValue(bare, value.literal);
}

function wrongVariables({ variables }: Document, given: Arguments): string[] {
  const found: string[] = [];
  for (const [name, type] of variables) {
    const value = given[name];
    const absent = value === undefined || value === null;
    if (absent ? type.endsWith('!') : !goodValue(type.replace(/!$/, ''), value)) {
      found.push(`Variable $${name} of type ${type} was provided invalid value`);
    }
  }
  return found;
}

function goodValue(type: string, value: unknown): boolean {
  if (type === 'Int') return Number.isInteger(value);
  if (type === 'GitObjectID') return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
  return type === 'String' && typeof value === 'string';
}

interface Run {
  readonly document: Document;
  readonly variables: Arguments;
  readonly problems: Problem[];
}

type Path = readonly (string | number)[];

async function select(run: Run, node: Node, selections: readonly Selection[], path: Path): Promise<object> {
  const result: Record<string, unknown> = {};
  for (const each of selections) {
    if (each.kind !== 'field') {
      const fragment = each.kind === 'inline' ? each : run.document.fragments.get(each.fragment);
      if (
        fragment !== undefined &&
        (fragment.on === node.type || interfaces[fragment.on]?.includes(node.type) === true)
      ) {
        Object.assign(result, await select(run, node, fragment.selections, path));
      }
      continue;
    }
    const args = Object.fromEntries(
      [...each.args].map(([name, value]) => [
        name,
        'variable' in value ? run.variables[value.variable] : value.literal,
      ]),
    );
    const here = [...path, each.key];
    try {
      result[each.key] = await complete(run, await resolveField(node, each.name, args), each.selections, here);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      run.problems.push({ type: error.type, message: error.message, path: here });
      result[each.key] = null;
    }
  }
  return result;
}

async function complete(
  run: Run,
  value: unknown,
  selections: readonly Selection[] | undefined,
  path: Path,
): Promise<unknown> {
  if (selections === undefined || value === null) return value;
  if (!Array.isArray(value)) return select(run, value as Node, selections, path);
  return Promise.all(value.map((item: unknown, index) => select(run, item as Node, selections, [...path, index])));
}
