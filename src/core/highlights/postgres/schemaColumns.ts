import { addConstraint, readConstraint } from './constraintFacts';
import type { Column, PostgresSchema, Table } from './schema';
import { child, has, taggedIn, textOf, type Node } from './tree';
import { isSerial, typeNameOf } from './typeNames';

/** Reads a column definition. */
export function columnOf(definition: Node, isNew: boolean): Column {
  const constraints = taggedIn(definition, 'constraints', 'Constraint');
  const types = new Set(constraints.map((each) => textOf(each, 'contype')));
  const generated = constraints.find((each) => textOf(each, 'contype') === 'CONSTR_GENERATED');
  const typeName = child(definition, 'typeName');
  const serial = isSerial(typeName);
  const identity = types.has('CONSTR_IDENTITY');
  return {
    type: has(definition, 'typeName') ? typeNameOf(typeName) : null,
    notNull: types.has('CONSTR_NOTNULL') || types.has('CONSTR_PRIMARY') || identity || serial,
    hasDefault: types.has('CONSTR_DEFAULT') || identity || serial,
    generated: generated === undefined ? null : textOf(generated, 'generated_kind') === 'v' ? 'virtual' : 'stored',
    isNew,
  };
}

/** Puts a column down with the constraints behind it. */
export function addColumn(schema: PostgresSchema, name: string, table: Table, definition: Node): void {
  const column = textOf(definition, 'colname') ?? '';
  table.columns.set(column, columnOf(definition, schema.releasing));
  for (const constraint of taggedIn(definition, 'constraints', 'Constraint')) {
    const read = readConstraint(constraint, name, column);
    if (read !== null) addConstraint(schema, table, read.name, read.facts);
  }
}
