import { jsonText } from './jsonText';
import { quoted } from './options';
import changelog from './schemas/changelog.schema.json';
import gates from './schemas/gates.schema.json';
import highlights from './schemas/highlights.schema.json';
import normalise from './schemas/normalise.schema.json';
import type { Terminal } from './terminal';
import { WrongUse } from './usage';

/** Each as it is asked for; that of the policy file follows from what reads the file. */
const schemas: Readonly<Record<string, () => Promise<object> | object>> = {
  changelog: () => changelog,
  highlights: () => highlights,
  gates: () => gates,
  normalise: () => normalise,
  policy: async () => (await import('../core/policy/file/policySchema')).policySchema(),
};

/** `schema`: writes the JSON Schema of what another command writes as JSON, or of the policy file. */
export async function runSchema(args: readonly string[], terminal: Terminal): Promise<number> {
  const names = Object.keys(schemas).join(', ');
  const [name, extra] = args;
  if (name === undefined) throw new WrongUse(`The name of a schema is missing: ${names}.`);
  if (extra !== undefined) throw new WrongUse(`${quoted(extra)} is not expected here.`);
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) throw new WrongUse(`There is no schema ${quoted(name)}, only ${names}.`);
  await terminal.print(jsonText(await schema()));
  return 0;
}
