import { jsonText } from './jsonText';
import { quoted } from './options';
import changelog from './schemas/changelog.schema.json';
import gates from './schemas/gates.schema.json';
import highlights from './schemas/highlights.schema.json';
import normalise from './schemas/normalise.schema.json';
import type { Terminal } from './terminal';
import { WrongUse } from './usage';

const schemas: Readonly<Record<string, object>> = { changelog, highlights, gates, normalise };

/** `schema`: writes the JSON Schema of what another command writes as JSON. */
export async function runSchema(args: readonly string[], terminal: Terminal): Promise<number> {
  const names = Object.keys(schemas).join(', ');
  const [name, extra] = args;
  if (name === undefined) throw new WrongUse(`The name of a schema is missing: ${names}.`);
  if (extra !== undefined) throw new WrongUse(`${quoted(extra)} is not expected here.`);
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) throw new WrongUse(`There is no schema ${quoted(name)}, only ${names}.`);
  await terminal.print(jsonText(schema));
  return 0;
}
