import { referencedBy, type AlterCommand, type ReadCommand } from './alterCommand';
import { breaks, expands } from '../meaning';
import { change, remark, type Remark } from './change';
import { isVolatile } from './expressions';
import type { Form } from './lockTable';
import { child, tagged, taggedIn, textOf, type Node } from './tree';
import { isBuiltIn } from './typeChanges';
import { isSerial, shownType, typeNameOf, type TypeName } from './typeNames';
import { noteOf } from './versionFacts';

/** What the parts of a column definition ask for. */
interface Wanted {
  readonly type: TypeName;
  readonly constraints: ReadonlyMap<string, Node>;
  readonly fills: 'identity' | 'serial' | 'stored' | null;
  /** Whether the default differs from row to row; `null`: not known; `undefined`: there is none. */
  readonly volatile: boolean | null | undefined;
  /** Whether the type is a domain that checks its values; `null`: not known. */
  readonly checkedType: boolean | null;
}

function isNullConstant(expression: unknown): boolean {
  const { tag, body } = tagged(expression);
  if (tag === 'TypeCast') return isNullConstant(body['arg']);
  return tag === 'A_Const' && body['isnull'] === true;
}

function wantedBy({ schema, definition }: AlterCommand): Wanted {
  const typeName = child(definition, 'typeName');
  const type = typeNameOf(typeName);
  const list = taggedIn(definition, 'constraints', 'Constraint');
  const constraints = new Map(list.map((each) => [textOf(each, 'contype') ?? '', each]));
  const generated = constraints.get('CONSTR_GENERATED');
  const stored = generated !== undefined && textOf(generated, 'generated_kind') !== 'v';
  const expression = constraints.get('CONSTR_DEFAULT')?.['raw_expr'];
  const own = type.array || isBuiltIn(type.name) || schema.isEnum(type.name);
  return {
    type,
    constraints,
    fills: constraints.has('CONSTR_IDENTITY') ? 'identity' : isSerial(typeName) ? 'serial' : stored ? 'stored' : null,
    volatile: expression === undefined || isNullConstant(expression) ? undefined : isVolatile(expression, schema),
    checkedType: own ? false : (schema.domain(type.name)?.checked ?? null),
  };
}

const fillers = {
  identity: 'an identity column numbers every row',
  serial: 'a serial column numbers every row',
  stored: 'a stored generated column is computed for every row',
};

const inSteps =
  'Add the column without it, set the default for new rows, fill the old rows in batches outside the migration.';

function remarksOn({ table, name }: { table: string; name: string }, wanted: Wanted, required: boolean): Remark[] {
  const remarks: Remark[] = [];
  const { constraints, fills, volatile, checkedType, type } = wanted;
  if (required) {
    remarks.push(
      remark(
        'error',
        'required-column',
        `${name} is NOT NULL without a default: fails when ${table} has rows, and the INSERTs of earlier code fail after it.`,
        'Add it with a default, or nullable first and SET NOT NULL when every row has a value.',
      ),
    );
  }
  const why =
    fills !== null
      ? fillers[fills]
      : volatile === true
        ? 'its default differs from row to row'
        : checkedType === true
          ? `the domain ${shownType(type)} has constraints`
          : null;
  if (why !== null) {
    const message = `Rewrites ${table} with every reader and writer shut out: ${why}.`;
    remarks.push(remark('error', 'table-rewrite', message, inSteps));
  }
  if (constraints.has('CONSTR_UNIQUE') || constraints.has('CONSTR_PRIMARY')) {
    remarks.push(
      remark(
        'warning',
        'unique-builds-index',
        `Builds the index of the new key on ${table} with every reader and writer shut out.`,
        'Add the column, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX.',
      ),
    );
  }
  if (constraints.has('CONSTR_CHECK')) {
    remarks.push(
      remark(
        'warning',
        'constraint-scan',
        `Reads every row of ${table} to check the new column, with every reader and writer shut out.`,
        'Add the column first, then the constraint NOT VALID, and VALIDATE it in a later transaction.',
      ),
    );
  }
  return remarks;
}

function formsOf({ constraints, fills, volatile, checkedType }: Wanted, required: boolean): readonly Form[] {
  const forms: Form[] = [];
  const rewrites = fills !== null || volatile === true || checkedType === true;
  if (rewrites) forms.push('add-column/rewrite');
  if (required) forms.push('add-column/required');
  if (constraints.has('CONSTR_CHECK')) forms.push('add-column/checked');
  if (constraints.has('CONSTR_PRIMARY') || constraints.has('CONSTR_UNIQUE')) forms.push('add-column/unique');
  if (constraints.has('CONSTR_FOREIGN')) {
    forms.push(volatile === undefined ? 'add-column/references' : 'add-column/references-checked');
  }
  return forms.length === 0 ? ['add-column'] : forms;
}

/** `ADD COLUMN`. */
export const addColumn: ReadCommand = (command) => {
  const { table, definition, schema, roles } = command;
  const name = textOf(definition, 'colname') ?? '';
  const wanted = wantedBy(command);
  const { constraints, fills, volatile, checkedType, type } = wanted;
  const notNull = constraints.has('CONSTR_NOTNULL') || constraints.has('CONSTR_PRIMARY');
  const generated = constraints.has('CONSTR_GENERATED');
  const required = notNull && !generated && fills === null && volatile === undefined && !hasDomainDefault(command);
  const [form = 'add-column', ...also] = formsOf(wanted, required);
  const foreign = constraints.get('CONSTR_FOREIGN');
  const kindOfGenerated = constraints.get('CONSTR_GENERATED');
  const virtual = kindOfGenerated !== undefined && textOf(kindOfGenerated, 'generated_kind') === 'v';
  const notes: string[] = virtual ? [...noteOf(command, 'virtual-generated-column')] : [];
  if (fills === 'stored') notes.push(...noteOf(command, 'stored-generated-column'));
  const surelyRewrites = fills !== null || volatile === true || checkedType === true;
  if (!surelyRewrites && volatile === null) {
    notes.push('Rewrites the table when a function in its default is volatile.');
  }
  if (!surelyRewrites && checkedType === null) {
    notes.push(`Rewrites the table when ${shownType(type)} is a domain with constraints.`);
  }
  const unknown = !surelyRewrites && (volatile === null || checkedType === null);
  const meaning = required
    ? breaks(`Earlier code that inserts into ${table} gives no value for ${name}, which is refused.`)
    : expands('Earlier code does not name the column, and rows that it writes get a value or NULL.');
  const summary =
    foreign === undefined
      ? {}
      : { summary: `Adds the column ${name} to the table ${table}, which refers to ${referencedBy(foreign)}.` };
  return [
    change(command, required ? 'add-required-column' : 'add-column', form, { table, name }, meaning, {
      ...summary,
      also,
      roles: { ...roles, ...(foreign === undefined ? {} : { referenced: [referencedBy(foreign)] }) },
      ...(unknown ? { rewrites: null } : {}),
      buildsIndex: surelyRewrites || constraints.has('CONSTR_UNIQUE') || constraints.has('CONSTR_PRIMARY'),
      notes,
      remarks: schema.isNewTable(table) ? [] : remarksOn({ table, name }, wanted, required),
    }),
  ];
};

/** A type that is not known may be a domain with a default of its own; a known one here has none. */
function hasDomainDefault({ schema, definition }: AlterCommand): boolean {
  const { name } = typeNameOf(child(definition, 'typeName'));
  return schema.domain(name) !== null && schema.domains.get(name)?.hasDefault === true;
}
