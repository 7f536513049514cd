import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { runCli } from './fakeTerminal';

/** What these tests read of a JSON Schema. */
export interface SchemaNode {
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

export type SchemaName = 'changelog' | 'highlights' | 'gates' | 'normalise';

/** The schema of that name as the command line gives it. */
export async function schemaOf(name: SchemaName): Promise<SchemaNode> {
  const { code, out } = await runCli(['schema', name]);
  assert.equal(code, 0);
  return JSON.parse(out) as SchemaNode;
}

/** Says why a document does not follow a schema; `null` when it does. */
export async function validator(name: SchemaName): Promise<(document: unknown) => string | null> {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  for (const [format, check] of Object.entries(fullFormats)) ajv.addFormat(format, check);
  const validate = ajv.compile((await schemaOf(name)) as object);
  return (document) => (validate(document) ? null : ajv.errorsText(validate.errors));
}

/** The node that a reference leads to. */
export function resolved(node: SchemaNode, root: SchemaNode): SchemaNode {
  const name = /^#\/\$defs\/(.+)$/.exec(node.$ref ?? '')?.[1];
  if (name === undefined) return node;
  const target = root.$defs?.[name];
  assert.ok(target, `no definition ${name}`);
  return target;
}

/**
 * Where a document and a schema differ in their properties: in the one and not in the other. Every list of the document
 * has to have an element, and nothing that the schema has properties of may be `null`.
 */
export function differences(value: unknown, given: SchemaNode, root: SchemaNode, path = ''): readonly string[] {
  const node = resolved(given, root);
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${path} is empty`];
    return value.flatMap((each) => differences(each, node.items ?? {}, root, `${path}[]`));
  }
  const properties = (node.anyOf ?? [node]).map((each) => resolved(each, root).properties).find((each) => each);
  if (typeof value !== 'object' || value === null) return properties === undefined ? [] : [`${path} has no properties`];
  const owner = (node.anyOf ?? [node]).map((each) => resolved(each, root)).find((each) => each.properties) ?? {};
  const inDocument = Object.keys(value);
  const inSchema = Object.keys(properties ?? {});
  return [
    ...inDocument.filter((name) => !inSchema.includes(name)).map((name) => `${path}.${name} is not in the schema`),
    ...inSchema.filter((name) => !inDocument.includes(name)).map((name) => `${path}.${name} is not in the document`),
    ...inSchema.filter((name) => owner.required?.includes(name) !== true).map((name) => `${path}.${name} is optional`),
    ...(owner.additionalProperties === false ? [] : [`${path} takes other properties`]),
    ...Object.entries(value).flatMap(([name, each]) =>
      differences(each, properties?.[name] ?? {}, root, `${path}.${name}`),
    ),
  ];
}

/** Every property of the schema by its path, as `commit.sha`. */
export function allProperties(root: SchemaNode): readonly (readonly [path: string, node: SchemaNode])[] {
  const below = (node: SchemaNode, path: string): readonly (readonly [string, SchemaNode])[] => [
    ...Object.entries(node.properties ?? {}).flatMap(([name, each]) => [
      [`${path}${name}`, each] as const,
      ...below(each, `${path}${name}.`),
    ]),
    ...(node.items === undefined ? [] : below(node.items, `${path}[].`)),
  ];
  return [root, ...Object.values(root.$defs ?? {})].flatMap((node) => below(node, ''));
}
