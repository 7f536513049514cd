import { defaultPolicy } from '../policy';
import { fileForm } from './fileForm';
import { policyShape } from './policyShape';
import type { Schema } from './schema';

/** What editors check a policy file by (JSON Schema draft-07), with the defaults of the first process description. */
export function policySchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://github.com/release-review/release-review/schemas/policy-1.json',
    title: 'Release Review policy',
    description:
      'The rules for releases of one repository: .github/release-review.yml on its production branch. What it leaves out is as in its preset.',
    ...withDefaults(policyShape.schema, fileForm(defaultPolicy)),
  };
}

/** Adds the default of every key whose value is no map. */
function withDefaults(schema: Schema, values: object): Schema {
  const defaults = new Map<string, unknown>(Object.entries(values));
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]): readonly [string, Schema] => {
    const value = defaults.get(name);
    if (value === undefined) return [name, property];
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, isMap ? withDefaults(property, value) : { ...property, default: value }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
