import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import description from './github.json';

/** Answers in words what is wrong; an empty list when nothing is. */
export type Complaints = readonly string[];

const ajv = new Ajv({ strict: false, allErrors: false, validateSchema: false, validateFormats: true });
for (const [name, format] of Object.entries(fullFormats)) ajv.addFormat(name, format);
ajv.addFormat('repo.nwo', true);
ajv.addSchema({ $id: 'github', ...(description as object) });

/**
 * Refusals that any operation may answer without its description naming them.
 * https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
const common = new Set([301, 302, 307, 400, 401, 403, 404, 409, 415, 422, 429, 500, 502, 503, 504]);

/**
 * Compares an answer with GitHub's description of the operation. `template` is the path as the description writes it
 * (`/repos/{owner}/{repo}/pulls`); an operation or a status that the description does not know is a complaint.
 */
export function validateResponse(method: string, template: string, status: number, body: unknown): Complaints {
  const name = `${method} ${template} ${status}`;
  const operation = operationOf(method, template);
  if (operation === undefined) return [`${method} ${template}: not in the description`];
  if (status === 304) return body === undefined ? [] : [`${name}: a body where none belongs`];
  const known = at(operation, 'responses', String(status));
  if (known === undefined) {
    if (!common.has(status)) return [`${name}: the description has no such status`];
    return complaints(name, compiled('github#/components/schemas/basic-error'), body);
  }
  const response = resolved(known);
  const pointer = response.pointer ?? pointerTo(method, template, `responses/${status}`);
  const content = at(response.value, 'content');
  if (content === undefined) return body === undefined || status >= 400 ? [] : [`${name}: a body where none belongs`];
  if (at(content, 'application/json') === undefined) return [];
  return complaints(name, compiled(`${pointer}/content/application~1json/schema`), body);
}

/** Compares a request's query and body with the description; parameters and fields that it does not know are complaints. */
export function validateRequest(method: string, template: string, query: URLSearchParams, body: unknown): Complaints {
  const name = `${method} ${template}`;
  const operation = operationOf(method, template);
  if (operation === undefined) return [`${name}: not in the description`];
  return [...queryComplaints(name, operation, query), ...bodyComplaints(name, method, template, operation, body)];
}

function queryComplaints(name: string, operation: unknown, query: URLSearchParams): string[] {
  const parameters = at(operation, 'parameters');
  const known = new Map<unknown, unknown>();
  for (const each of Array.isArray(parameters) ? parameters : []) {
    const { value } = resolved(each);
    known.set(at(value, 'name'), value);
  }
  const found: string[] = [];
  for (const [key, text] of query) {
    const parameter = known.get(key);
    if (parameter === undefined) {
      found.push(`${name}: no query parameter ${key}`);
      continue;
    }
    const schema = at(parameter, 'schema');
    const type = at(schema, 'type');
    const value = type === 'integer' || type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text;
    if (typeof schema === 'object' && schema !== null && at(schema, '$ref') === undefined) {
      if (!ajv.validate(schema, value)) found.push(`${name}: query ${key}=${text}: ${ajv.errorsText()}`);
    }
  }
  for (const [key, parameter] of known) {
    const missing = at(parameter, 'required') === true && !query.has(String(key));
    if (missing) found.push(`${name}: query parameter ${String(key)} is missing`);
  }
  return found;
}

function bodyComplaints(name: string, method: string, template: string, operation: unknown, body: unknown): Complaints {
  const requestBody = at(operation, 'requestBody');
  if (requestBody === undefined) return body === undefined ? [] : [`${name}: a body where none belongs`];
  if (body === undefined) return at(requestBody, 'required') === true ? [`${name}: the body is missing`] : [];
  const schema = resolved(at(requestBody, 'content', 'application/json', 'schema'));
  const own = pointerTo(method, template, 'requestBody/content/application~1json/schema');
  const found = [...complaints(`${name} request`, compiled(schema.pointer ?? own), body)];
  const properties = at(schema.value, 'properties');
  if (typeof properties === 'object' && properties !== null && typeof body === 'object' && !Array.isArray(body)) {
    const unknown = Object.keys(body ?? {}).filter((key) => !Object.hasOwn(properties, key));
    found.push(...unknown.map((key) => `${name}: no body field ${key}`));
  }
  return found;
}

const validators = new Map<string, ValidateFunction>();

function compiled(reference: string): ValidateFunction {
  const known = validators.get(reference);
  if (known !== undefined) return known;
  const fresh = ajv.compile({ $ref: reference });
  validators.set(reference, fresh);
  return fresh;
}

function complaints(name: string, validate: ValidateFunction, body: unknown): Complaints {
  if (validate(body)) return [];
  const [first] = validate.errors ?? [];
  return [`${name}: ${first?.instancePath ?? ''} ${first?.message ?? 'is wrong'} (${JSON.stringify(first?.params)})`];
}

function operationOf(method: string, template: string): unknown {
  return at(description, 'paths', template, method.toLowerCase());
}

function pointerTo(method: string, template: string, rest: string): string {
  const escaped = template.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  return `github#/paths/${escaped}/${method.toLowerCase()}/${rest}`;
}

/** Follows one `$ref`; `pointer` is where it led. */
function resolved(value: unknown): { readonly value: unknown; readonly pointer: string | undefined } {
  const reference = at(value, '$ref');
  if (typeof reference !== 'string') return { value, pointer: undefined };
  return { value: at(description, ...reference.split('/').slice(1)), pointer: `github${reference}` };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}
