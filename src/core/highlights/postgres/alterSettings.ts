import type { AlterCommand, ReadCommand } from './alterCommand';
import { breaks, expands, harmless, mayBreak, type Meaning } from '../meaning';
import { change, remark, type Details } from './change';
import type { Form } from './lockTable';
import { child, flag, listOf, relationName, tagged, textOf } from './tree';
import { hasIt, noteOf } from './versionFacts';

const unnoticed = harmless('Code does not notice it.');

function setting(form: Form, summary: string, meaning: Meaning = unnoticed): ReadCommand {
  return (command) => [
    change(command, 'alter-table', form, { table: command.table }, meaning, {
      roles: command.roles,
      summary: summary.replace('%', `the table ${command.table}`),
    }),
  ];
}

const rewriteRemark = (table: string): Details => ({
  buildsIndex: true,
  remarks: [
    remark('error', 'table-rewrite', `Rewrites ${table} and its indexes with every reader and writer shut out.`),
  ],
});

const setLogged: ReadCommand = (command) => {
  const { schema, table, node } = command;
  const logged = textOf(node, 'subtype') === 'AT_SetLogged';
  const unlogged = schema.tables.get(table)?.unlogged;
  const already = unlogged !== undefined && unlogged !== logged;
  return [
    change(command, 'alter-table', already ? 'set-logged/already' : 'set-logged', { table }, unnoticed, {
      roles: command.roles,
      summary: logged
        ? `Writes the table ${table} to the log from now on.`
        : `No longer writes the table ${table} to the log: a crash empties it.`,
      ...(already ? {} : rewriteRemark(table)),
    }),
  ];
};

const setTablespace: ReadCommand = (command) => [
  change(command, 'alter-table', 'set-tablespace/same', { table: command.table }, unnoticed, {
    roles: command.roles,
    rewrites: null,
    summary: `Moves the table ${command.table} to the tablespace ${command.name}.`,
    notes: ['Copies the table when it lies in another tablespace.'],
    remarks: [
      remark(
        'warning',
        'tablespace-move',
        `Copies ${command.table} with every reader and writer shut out, unless it lies there already.`,
      ),
    ],
  }),
];

const setAccessMethod: ReadCommand = (command) => [
  change(command, 'alter-table', 'set-access-method', { table: command.table }, unnoticed, {
    roles: command.roles,
    rewrites: command.name === 'heap' ? false : null,
    notes: ['Rewrites the table when it is stored in another way now.', ...noteOf(command, 'set-access-method')],
  }),
];

const setOptions: ReadCommand = (command) => {
  const { table, node, roles } = command;
  const catalog = listOf(tagged(node['def']).body, 'items').some(
    (each) => textOf(tagged(each).body, 'defname') === 'user_catalog_table',
  );
  return [
    change(command, 'alter-table', catalog ? 'table-options/catalog' : 'table-options', { table }, unnoticed, {
      roles,
    }),
  ];
};

function partitionOf({ definition }: AlterCommand): string {
  return relationName(child(definition, 'name'));
}

const attach: ReadCommand = (command) => {
  const { schema, table, definition, roles } = command;
  const partition = partitionOf(command);
  const isDefault = flag(child(definition, 'bound'), 'is_default');
  const defaults = schema.defaultPartition(table);
  const isNew = schema.isNewTable(partition);
  const remarks = [
    ...(isNew
      ? []
      : [
          remark(
            'warning',
            'attach-partition-scan',
            `Reads every row of ${partition}, which nobody can use meanwhile, unless a CHECK proves its bounds.`,
            'Add a CHECK with the bounds NOT VALID, VALIDATE it, then attach, then drop the CHECK.',
          ),
        ]),
    ...(defaults.length === 0
      ? []
      : [
          remark(
            'warning',
            'attach-partition-default',
            `Reads the default partition ${defaults.join(', ')} too, which nobody can use meanwhile.`,
            'Give the default partition a CHECK that shuts the new bounds out, validated before.',
          ),
        ]),
  ];
  const old = hasIt(command, 'attach-partition') === false;
  return [
    change(
      command,
      'alter-table',
      'attach-partition',
      { table, name: partition },
      expands('Rows are added to the table, none is taken away.'),
      {
        roles: { target: roles.target ?? [], partition: [partition], defaultPartition: isDefault ? [] : defaults },
        summary: `Makes ${partition} a partition of the table ${table}.`,
        ...(isNew && defaults.length === 0 ? { scans: false } : {}),
        locks: old ? [{ table, mode: 'AccessExclusiveLock' }] : [],
        notes: noteOf(command, 'attach-partition'),
        remarks,
      },
    ),
  ];
};

const detach: ReadCommand = (command) => {
  const { schema, table, definition, roles } = command;
  const partition = partitionOf(command);
  const concurrently = flag(definition, 'concurrent');
  return [
    change(
      command,
      'alter-table',
      concurrently ? 'detach-partition/concurrently' : 'detach-partition',
      { table, name: partition },
      breaks(`Earlier code no longer finds these rows in ${table}.`),
      {
        roles: { target: roles.target ?? [], partition: [partition], defaultPartition: schema.defaultPartition(table) },
        summary: `Takes the partition ${partition} out of the table ${table}; its rows stay in ${partition}.`,
        notes: concurrently ? noteOf(command, 'detach-concurrently') : [],
        remarks: concurrently
          ? []
          : [
              remark(
                'warning',
                'detach-not-concurrent',
                `Shuts every reader and writer of ${table} out, and waits for those that are there.`,
                'DETACH PARTITION … CONCURRENTLY outside a transaction (Postgres 14).',
              ),
            ],
      },
    ),
  ];
};

function inherit(form: 'inherit' | 'no-inherit'): ReadCommand {
  return (command) => {
    const { table, definition, roles } = command;
    const parent = relationName(definition);
    const meaning = mayBreak(`Queries on ${parent} find other rows than before.`);
    return [
      change(command, 'alter-table', form, { table, name: parent }, meaning, {
        roles: { ...roles, parent: [parent] },
        summary:
          form === 'inherit'
            ? `Makes the table ${table} a child of ${parent}.`
            : `Makes the table ${table} no child of ${parent} any more.`,
      }),
    ];
  };
}

const rowSecurity = mayBreak('The rows that earlier code sees and writes depend on it.');
const secured = setting('row-security', 'Changes whether policies apply to %.', rowSecurity);
const triggers = setting(
  'trigger-state',
  'Turns triggers of % on or off.',
  mayBreak('Earlier code may rely on the trigger.'),
);
const rules = setting('rule-state', 'Turns a rule of % on or off.', mayBreak('Earlier code may rely on the rule.'));

/** The other actions of `ALTER TABLE`. */
export const settingCommands: Readonly<Record<string, ReadCommand>> = {
  AT_AttachPartition: attach,
  AT_DetachPartition: detach,
  AT_DetachPartitionFinalize: setting('cluster-on', 'Completes taking a partition out of %.'),
  AT_EnableTrig: triggers,
  AT_EnableAlwaysTrig: triggers,
  AT_EnableReplicaTrig: triggers,
  AT_DisableTrig: triggers,
  AT_EnableTrigAll: triggers,
  AT_DisableTrigAll: triggers,
  AT_EnableTrigUser: triggers,
  AT_DisableTrigUser: triggers,
  AT_EnableRule: rules,
  AT_EnableAlwaysRule: rules,
  AT_EnableReplicaRule: rules,
  AT_DisableRule: rules,
  AT_EnableRowSecurity: secured,
  AT_DisableRowSecurity: secured,
  AT_ForceRowSecurity: secured,
  AT_NoForceRowSecurity: secured,
  AT_ClusterOn: setting('cluster-on', 'Sets the index that CLUSTER sorts % by.'),
  AT_DropCluster: setting('cluster-on', 'Sets the index that CLUSTER sorts % by.'),
  AT_SetLogged: setLogged,
  AT_SetUnLogged: setLogged,
  AT_SetTableSpace: setTablespace,
  AT_SetAccessMethod: setAccessMethod,
  AT_DropOids: setting('set-without-oids', 'Changes nothing: % has no OIDs.'),
  AT_SetRelOptions: setOptions,
  AT_ResetRelOptions: setOptions,
  AT_AddInherit: inherit('inherit'),
  AT_DropInherit: inherit('no-inherit'),
  AT_AddOf: setting('of-type', 'Ties % to a composite type.'),
  AT_DropOf: setting('not-of-type', 'Unties % from its composite type.'),
  AT_ReplicaIdentity: setting('replica-identity', 'Changes what of % replication sends.'),
  AT_ChangeOwner: setting('owner', 'Changes the owner of %.', mayBreak('Earlier code may lose its rights.')),
};
