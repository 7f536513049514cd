/**
 * Cuts GitHub's description of its REST API down to the operations that the double serves.
 *
 *     node prune.mjs <api.github.com.json of @octokit/openapi 23.0.2> <github.json to write>
 *
 * Prose and examples go; OpenAPI 3.0's `nullable` becomes what JSON Schema understands.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { routes } from '../github/routes';

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

const prose = new Set([
  'description',
  'example',
  'examples',
  'summary',
  'tags',
  'operationId',
  'externalDocs',
  'x-github',
  'x-multi-segment',
  'title',
  'deprecated',
  'headers',
  'discriminator',
  'default',
]);

const deploymentAddresses = ['target_url', 'log_url', 'environment_url'];

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) throw new Error('usage: prune <full description> <file to write>');
const whole = object(JSON.parse(readFileSync(source, 'utf8')) as Json);
const paths: Record<string, Record<string, Json>> = {};
const kept = new Map<string, Json>();

for (const { method, template } of routes) {
  const verb = method.toLowerCase();
  const operation = object(whole['paths'])[template];
  const found = operation === undefined ? undefined : object(operation)[verb];
  if (found === undefined) throw new Error(`${method} ${template} is not in the description`);
  const { parameters = [], requestBody, responses } = object(found);
  const queries = list(parameters).filter((each) => object(resolved(each))['in'] === 'query');
  const parts: JsonObject = {
    parameters: queries,
    ...(requestBody !== undefined && { requestBody }),
    responses: responses ?? {},
  };
  const clean = cleaned(parts);
  collect(clean);
  paths[template] = { ...paths[template], [verb]: clean };
}

const components: Record<string, Record<string, Json>> = {};
for (const [reference, value] of kept) {
  const [, , kind = '', name = ''] = reference.split('/');
  components[kind] = { ...components[kind], [name]: corrected(name, value) };
}
const info = object(whole['info']);
writeFileSync(target, `${JSON.stringify({ version: info['version'] ?? null, paths, components })}\n`);

/** What the description gets wrong. */
function corrected(name: string, value: Json): Json {
  // An address that was never given is an empty text: https://docs.github.com/rest/deployments/statuses
  if (name === 'deployment-status') return withProperties(value, deploymentAddresses, () => ({ type: 'string' }));
  if (name !== 'check-run') return value;
  // GitHub itself sets "stale" after 14 days: https://docs.github.com/rest/checks/runs#get-a-check-run
  return withProperties(value, ['conclusion'], (conclusion) => {
    return { ...conclusion, enum: [...list(conclusion['enum']), 'stale'] };
  });
}

function withProperties(value: Json, names: readonly string[], change: (property: JsonObject) => JsonObject): Json {
  const properties = object(object(value)['properties']);
  const changed = names.map((name) => [name, change(object(properties[name]))] as const);
  return { ...object(value), properties: { ...properties, ...Object.fromEntries(changed) } };
}

function collect(value: Json): void {
  if (Array.isArray(value)) {
    for (const each of value as readonly Json[]) collect(each);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value as JsonObject)) {
    if (key === '$ref' && typeof inner === 'string' && !kept.has(inner)) {
      const part = cleaned(resolved({ $ref: inner }));
      kept.set(inner, part);
      collect(part);
    } else {
      collect(inner);
    }
  }
}

function cleaned(value: Json, isMap = false): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => cleaned(each));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value as JsonObject)) {
    // Below `properties` and the like the keys are names, not keywords.
    if (!isMap && prose.has(key)) continue;
    // Open objects cannot be told apart, so several of a `oneOf` may well fit.
    result[!isMap && key === 'oneOf' ? 'anyOf' : key] = cleaned(
      inner,
      ['properties', 'responses', 'content', 'schemas'].includes(key) && !isMap,
    );
  }
  return isMap ? result : nullable(result);
}

function nullable(schema: Record<string, Json>): Json {
  if (schema['nullable'] !== true) return schema;
  delete schema['nullable'];
  const { type } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  schema['type'] = [type, 'null'];
  const values = schema['enum'];
  if (Array.isArray(values) && !values.includes(null)) schema['enum'] = [...(values as readonly Json[]), null];
  return schema;
}

function resolved(value: Json): Json {
  const reference = object(value)['$ref'];
  if (typeof reference !== 'string') return value;
  let found: Json = whole;
  for (const part of reference.split('/').slice(1)) {
    const next: Json | undefined = object(found)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
    if (next === undefined) throw new Error(`${reference} leads nowhere`);
    found = next;
  }
  return found;
}

function object(value: Json | undefined): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return value as JsonObject;
}

function list(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new Error('not a list');
  return value as readonly Json[];
}
