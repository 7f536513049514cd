import type { Format } from './fileKinds';
import { readHcl } from './readHcl';
import { readJson } from './readJson';
import { readAsLines, readDockerfile, readEnv, readProperties } from './readLines';
import { readToml } from './readToml';
import { readYaml } from './readYaml';
import type { Steps } from './steps';
import { entriesOf, mapTree, NotUnderstood, textAt, type Tree } from './tree';

/** A value that a template puts in, `key: {{ … }}`, which would be a map of a map. */
const filledIn = /^([ \t]*(?:- +)?(?:[\w.-]+: +|- +))(\{\{[^\n]*\}\})[ \t]*\r?$/gm;

const quoted = (before: string, value: string): string => `${before}'${value.replaceAll("'", "''")}'`;

/** Reads a file of values. @throws NotUnderstood */
export function* readValues(format: Format, text: string): Steps<Tree> {
  switch (format) {
    case 'yaml': {
      // Some templates happen to be YAML, of another meaning.
      const template = /^[ \t]*\{\{/m.exec(text);
      if (template !== null)
        throw new NotUnderstood('It is a template', text.slice(0, template.index).split('\n').length);
      return together(
        yield* readYaml(text.replace(filledIn, (_, before: string, value: string) => quoted(before, value))),
      );
    }
    case 'json':
      return yield* readJson(text);
    case 'toml':
      return yield* readToml(text);
    case 'env':
      return yield* readEnv(text);
    case 'properties':
      return yield* readProperties(text);
    case 'hcl':
      return yield* readHcl(text);
    case 'dockerfile':
      return yield* readDockerfile(text);
    case 'xml':
    case 'lines':
    case 'code':
      return yield* readAsLines(text);
  }
}

/** Several documents as one map: Kubernetes' own are told apart by kind, namespace and name, others by their number. */
function together(documents: readonly Tree[]): Tree {
  const [first] = documents;
  if (first === undefined) return mapTree(new Map(), 1);
  const named = documents.every((each) => textAt(each, 'kind') !== null && textAt(each, 'metadata', 'name') !== null);
  if (documents.length === 1 && !named) return first;
  const entries = new Map<string, Tree>();
  for (const [index, each] of documents.entries()) {
    const space = textAt(each, 'metadata', 'namespace');
    const name = named
      ? `${textAt(each, 'kind') ?? ''} ${space === null ? '' : `${space}/`}${textAt(each, 'metadata', 'name') ?? ''}`
      : `document ${index + 1}`;
    let unique = name;
    for (let copy = 2; entries.has(unique); copy += 1) unique = `${name} (${copy})`;
    entries.set(unique, each);
  }
  return mapTree(entries, 1);
}

/** Whether a document is a secret of Kubernetes, all of whose values are secrets. */
export function secretDocuments(tree: Tree | null): ReadonlySet<string> {
  const names = [...entriesOf(tree)].filter(([, each]) => /^(?:Sealed)?Secret$/.test(textAt(each, 'kind') ?? ''));
  return new Set(names.map(([name]) => name));
}
