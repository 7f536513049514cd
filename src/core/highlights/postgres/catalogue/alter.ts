import {
  child,
  flag,
  has,
  listOf,
  numberOf,
  objectName,
  relationName,
  tagged,
  taggedIn,
  textOf,
  type Node,
} from '../tree';
import { unknownFact, type Entity } from './catalogue';
import { addColumn, defaultFrom, setDefault } from './columns';
import { addConstraint } from './constraints';
import type { Run } from './run';
import { written, writtenType } from './written';

type Change = (run: Run, table: Entity, command: Node) => void;

const columnOf = (run: Run, table: Entity, command: Node): Entity | null =>
  run.wanted('column', textOf(command, 'name') ?? '', table);

/** Sets a fact that has just two values: where nothing told the first, it was the other one. */
function toggled(run: Run, entity: Entity, fact: string, value: 'yes' | 'no'): void {
  if (entity.facts.get(fact) === unknownFact) run.catalogue.assumeFact(entity, fact, value === 'yes' ? 'no' : 'yes');
  run.set(entity, fact, value);
}

const onColumn =
  (fact: string, value: 'yes' | 'no'): Change =>
  (run, table, command) => {
    const column = columnOf(run, table, command);
    if (column !== null) toggled(run, column, fact, value);
  };

/** A setting whose value at the beginning depends on the type or on the server. */
const setting =
  (fact: string, value: (command: Node) => string | null): Change =>
  (run, table, command) => {
    const entity = textOf(command, 'name') === null ? table : columnOf(run, table, command);
    if (entity !== null) run.set(entity, fact, value(command));
  };

const onTable =
  (fact: string, value: string | null): Change =>
  (run, table) =>
    run.set(table, fact, value);

function changeType(run: Run, table: Entity, command: Node): void {
  const column = columnOf(run, table, command);
  if (column === null) return;
  const { catalogue } = run;
  const user = catalogue.users(column.id).find(({ kind, needs }) => needs.includes(column.id) && kind !== 'constraint');
  if (user !== undefined) {
    run.refuse(
      `The type of ${catalogue.fullName(column)} cannot change: ${user.kind} ${catalogue.fullName(user)} uses it`,
      user,
    );
  }
  const { body } = tagged(command['def']);
  const type = writtenType(child(body, 'typeName'), catalogue);
  const facts = new Map([...column.facts, ['type', type.text]]);
  if (has(body, 'collClause'))
    facts.set('collation', written(child(body, 'collClause'), { catalogue, table: null }).text);
  else facts.delete('collation');
  run.put({ ...column, facts, needs: type.uses });
  reworded(run, column);
}

/** Postgres writes the expressions on a column anew when its type changes, and may put casts into them or take some out. */
function reworded({ catalogue }: Run, column: Entity): void {
  const names = (fact: string): boolean => fact.includes(`#${column.id}#`) && /[{[]/.test(fact);
  for (const user of catalogue.users(column.id)) {
    if (user.facts.has('reworded')) continue;
    if (user.goesWith.includes(column.id) && [...user.facts.values()].some(names)) {
      catalogue.setFact(user, 'reworded', unknownFact);
    }
  }
}

/** What a column is made of when nothing told of it. */
function columnDefault(run: Run, table: Entity, command: Node): void {
  const column = columnOf(run, table, command);
  if (column === null) return;
  const { catalogue } = run;
  const isUnknown = column.facts.has('definition');
  if (isUnknown && catalogue.find('default', '', column.id) === null) {
    const facts = new Map([['expression', unknownFact]]);
    catalogue.assume({ kind: 'default', name: '', owner: column.id, facts, goesWith: [], needs: [] });
  }
  if (command['def'] === undefined) setDefault(run, column, null);
  else defaultFrom(run, table, column, command['def']);
}

function dropPart(kind: string): Change {
  return (run, table, command) => {
    const name = textOf(command, 'name') ?? '';
    const found = run.catalogue.find(kind, name, table.id);
    if (found === null && flag(command, 'missing_ok') && (run.part === 'down' || isKnown(run, table))) return;
    const part =
      found ??
      (flag(command, 'missing_ok') ? run.assume(kind, name, table, ['dropped']) : run.wanted(kind, name, table));
    if (part !== null) run.drop([part], textOf(command, 'behavior') === 'DROP_CASCADE');
  };
}

/** Whether what is not known of a table is not there. */
function isKnown(run: Run, table: Entity): boolean {
  return table.facts.get('complete') === 'yes' && !run.isDoubtful;
}

function options(run: Run, entity: Entity, command: Node, set: boolean): void {
  for (const option of taggedIn(tagged(command['def']).body, 'items', 'DefElem')) {
    const value = set ? written(option['arg'] ?? 'yes', { catalogue: run.catalogue, table: null }).text : null;
    run.set(entity, `option ${textOf(option, 'defname') ?? ''}`, value);
  }
}

const tableOptions =
  (set: boolean): Change =>
  (run, table, command) =>
    options(run, table, command, set);

const trigger =
  (state: string | null): Change =>
  (run, table, command) => {
    const found = run.wanted('trigger', textOf(command, 'name') ?? '', table);
    if (found !== null) run.set(found, 'enabled', state);
  };

/** All triggers of a table, or those of users, at once. */
const triggers =
  (state: string | null): Change =>
  (run, table) => {
    for (const each of run.catalogue.parts(table.id, 'trigger')) run.set(each, 'enabled', state);
    run.set(table, 'triggers', state);
  };

const partition =
  (attach: boolean): Change =>
  (run, table, command) => {
    const { body } = tagged(command['def']);
    const part = run.wanted('table', relationName(child(body, 'name')));
    if (part === null) return;
    run.set(part, 'parents', attach ? `#${table.id}#` : null);
    run.set(part, 'partbound', attach ? written(body['bound'], { catalogue: run.catalogue, table: null }).text : null);
    const now = run.catalogue.get(part.id);
    if (now !== null) run.put({ ...now, goesWith: attach ? [table.id] : [] });
  };

const changes: Readonly<Record<string, Change>> = {
  AT_AddColumn: (run, table, command) => {
    const { body } = tagged(command['def']);
    const name = textOf(body, 'colname') ?? '';
    const old = run.catalogue.find('column', name, table.id);
    if (old === null) addColumn(run, table, body);
    else if (!flag(command, 'missing_ok')) run.refuse(`There is a column ${name} on ${table.name} already`, old);
  },
  AT_DropColumn: dropPart('column'),
  AT_AddConstraint: (run, table, command) => addConstraint(run, table, tagged(command['def']).body, null),
  AT_DropConstraint: dropPart('constraint'),
  AT_ValidateConstraint: (run, table, command) => {
    const found = run.wanted('constraint', textOf(command, 'name') ?? '', table);
    if (found !== null) run.set(found, 'valid', null);
  },
  AT_AlterConstraint: (run, table, command) => {
    const { body } = tagged(command['def']);
    const found = run.wanted('constraint', textOf(body, 'conname') ?? '', table);
    for (const fact of ['deferrable', 'initdeferred']) {
      const now = found === null ? null : run.catalogue.get(found.id);
      if (now !== null) run.set(now, fact, flag(body, fact) ? 'yes' : null);
    }
    if (flag(body, 'alterEnforceability') || flag(body, 'alterInheritability')) {
      run.obscure('It changes how a constraint is checked');
    }
  },
  AT_SetNotNull: (run, table, command) => {
    onColumn('not null', 'yes')(run, table, command);
    const column = columnOf(run, table, command);
    if (column !== null) run.requires(table, column);
  },
  AT_DropNotNull: onColumn('not null', 'no'),
  AT_ColumnDefault: columnDefault,
  AT_AlterColumnType: changeType,
  AT_AddIdentity: (run, table, command) => {
    const column = columnOf(run, table, command);
    const { body } = tagged(command['def']);
    const text = { when: body['generated_when'], options: body['options'] };
    if (column !== null) run.set(column, 'identity', written(text, { catalogue: run.catalogue, table: null }).text);
  },
  AT_DropIdentity: (run, table, command) => {
    const column = columnOf(run, table, command);
    if (column !== null) run.set(column, 'identity', null);
  },
  AT_DropExpression: (run, table, command) => {
    const column = columnOf(run, table, command);
    if (column !== null) run.set(column, 'generated', null);
  },
  AT_SetStatistics: setting('statistics', (command) => {
    const value = numberOf(tagged(command['def']).body, 'ival');
    return value < 0 ? null : String(value);
  }),
  AT_SetStorage: setting('storage', (command) => objectName(command['def']).toLowerCase()),
  AT_SetCompression: setting('compression', (command) => objectName(command['def']).toLowerCase()),
  AT_SetRelOptions: tableOptions(true),
  AT_ResetRelOptions: tableOptions(false),
  AT_SetOptions: (run, table, command) => {
    const column = columnOf(run, table, command);
    if (column !== null) options(run, column, command, true);
  },
  AT_ResetOptions: (run, table, command) => {
    const column = columnOf(run, table, command);
    if (column !== null) options(run, column, command, false);
  },
  AT_EnableRowSecurity: onTable('row security', 'yes'),
  AT_DisableRowSecurity: onTable('row security', null),
  AT_ForceRowSecurity: onTable('row security forced', 'yes'),
  AT_NoForceRowSecurity: onTable('row security forced', null),
  AT_SetLogged: (run, table) => toggled(run, table, 'logged', 'yes'),
  AT_SetUnLogged: (run, table) => toggled(run, table, 'logged', 'no'),
  AT_ReplicaIdentity: setting('replica identity', (command) => {
    const { body } = tagged(command['def']);
    const type = textOf(body, 'identity_type') ?? '';
    return type === 'd' ? null : `${type} ${textOf(body, 'name') ?? ''}`;
  }),
  AT_ClusterOn: (run, table, command) => run.set(table, 'clustered on', textOf(command, 'name')),
  AT_DropCluster: onTable('clustered on', null),
  AT_EnableTrig: trigger(null),
  AT_DisableTrig: trigger('disabled'),
  AT_EnableAlwaysTrig: trigger('always'),
  AT_EnableReplicaTrig: trigger('replica'),
  AT_EnableTrigAll: triggers(null),
  AT_EnableTrigUser: triggers(null),
  AT_DisableTrigAll: triggers('disabled'),
  AT_DisableTrigUser: triggers('disabled'),
  AT_AttachPartition: partition(true),
  AT_DetachPartition: partition(false),
  // Owners and places are not part of what the schema is for code.
  AT_ChangeOwner: () => undefined,
};

/** What a table hands down to its partitions and children. */
const inherited = /^AT_(?:AddColumn|DropColumn|SetNotNull|DropNotNull|ColumnDefault|AlterColumnType|DropConstraint)$/;

/** `ALTER TABLE`, `ALTER INDEX`, `ALTER VIEW`. */
export function alterTable(run: Run, body: Node, lineOf: (at: number) => number): void {
  const name = relationName(child(body, 'relation'));
  if (flag(body, 'missing_ok') && run.catalogue.find('table', name) === null && !run.isDoubtful) return;
  const table = run.wanted('table', name);
  if (table === null) return;
  listOf(body, 'cmds')
    .map(tagged)
    .forEach(({ body: command }, at) => {
      run.line = lineOf(at);
      const subtype = textOf(command, 'subtype') ?? '';
      const change = Object.hasOwn(changes, subtype) ? changes[subtype] : undefined;
      if (change === undefined) return run.obscure('It changes something of a table that is not followed');
      const now = run.catalogue.get(table.id);
      if (now !== null) change(run, now, command);
      if (inherited.test(subtype) && flag(child(body, 'relation'), 'inh')) handDown(run, table, command, change);
    });
}

/** @param seen the tables that have it already: hostile text may make a circle */
function handDown(run: Run, table: Entity, command: Node, change: Change, seen = new Set<number>()): void {
  seen.add(table.id);
  const children = run.catalogue
    .users(table.id)
    .filter((each) => each.kind === 'table' && (each.facts.get('parents') ?? '').includes(`#${table.id}#`));
  for (const each of children.filter(({ id }) => !seen.has(id))) {
    const lenient = { ...command, missing_ok: true };
    change(run, each, lenient);
    handDown(run, each, lenient, change, seen);
  }
}
