import { child, flag, listOf, nameFrom, tagged, taggedIn, textOf, words, type Node } from '../tree';
import type { Entity } from './catalogue';
import { factsFrom } from './parts';
import type { Run } from './run';
import { written, writtenType, type Scope } from './written';

/** Options of a function that say what holds without them. */
const unsaid: ReadonlySet<string> = new Set([
  'volatility "volatile"',
  'security 0',
  'strict 0',
  'leakproof 0',
  'parallel "unsafe"',
]);

/** The arguments that tell functions of one name apart. */
export function signature(run: Run, parameters: readonly Node[]): string {
  const inputs = parameters.filter(
    (each) => !['FUNC_PARAM_OUT', 'FUNC_PARAM_TABLE'].includes(textOf(each, 'mode') ?? ''),
  );
  return `(${inputs.map((each) => writtenType(child(each, 'argType'), run.catalogue).text).join(', ')})`;
}

/** `CREATE FUNCTION` and `CREATE PROCEDURE`. */
export function createRoutine(run: Run, body: Node): void {
  const { catalogue } = run;
  const name = nameFrom(words(listOf(body, 'funcname')));
  const parameters = taggedIn(body, 'parameters', 'FunctionParameter');
  const scope = { catalogue, table: null };
  const { facts, uses } = factsFrom(body, ['parameters', 'returnType', 'is_procedure', 'sql_body'], scope);
  const options = taggedIn(body, 'options', 'DefElem')
    .map((each) => `${textOf(each, 'defname') ?? ''} ${optionText(each, scope)}`)
    .filter((each) => !unsaid.has(each));
  facts.set('options', options.toSorted().join('\n'));
  // A body in quotes is not looked into until it is called.
  const needs = uses.filter((id) => catalogue.get(id)?.kind !== 'column' || body['sql_body'] !== undefined);
  const own = catalogue.find('routine name', name) ?? routineName(run, name);
  const arguments_ = signature(run, parameters);
  const found = catalogue.find('routine', arguments_, own.id);
  const mayBe = found === null && flag(body, 'replace') && run.isDoubtful && run.part === 'up';
  const old = mayBe ? run.assume('routine', arguments_, own, ['replaced']) : found;
  if (old === null) {
    run.add({ kind: 'routine', name: arguments_, owner: own.id, facts, goesWith: [], needs });
    return;
  }
  if (!flag(body, 'replace')) return run.refuse(`There is a function ${name} already`, old);
  if (!old.facts.has('definition') && old.facts.get('returnType') !== facts.get('returnType')) {
    run.refuse(`The function ${name} cannot change what it returns when it is replaced`, old);
  }
  run.put({ ...old, facts, needs: needs.filter((id) => id !== old.id) });
}

/** What holds the functions of one name together; it is no entity of its own. */
export function routineName({ catalogue }: Run, name: string): Entity {
  const schema = name.includes('.') ? catalogue.find('schema', name.slice(0, name.indexOf('.'))) : null;
  const needs = schema === null ? [] : [schema.id];
  return catalogue.assume({ kind: 'routine name', name, owner: null, facts: new Map(), goesWith: [], needs });
}

function optionText(option: Node, scope: Scope): string {
  const { tag, body } = tagged(option['arg']);
  if (tag === 'Boolean') return flag(body, 'boolval') ? '1' : '0';
  return tag === 'String' ? `"${(textOf(body, 'sval') ?? '').toLowerCase()}"` : written(option['arg'], scope).text;
}
