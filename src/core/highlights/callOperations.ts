import type { CallFamily, CallRule, Variant } from './callRules';
import { callsOf, sourceOf, statementsOf, type CodeCall, type CodeRange } from './codeCalls';
import type { CodeTokens } from './codeTokens';
import { nameOf, pick, pickName, stringOf, type Pick } from './codeValues';
import type { MigrationOperation } from './model';
import { isWideType, notUnderstood, objectOperation, operation, type OperationKind, type Place } from './operation';
import type { SqlReader } from './sqlReading';

/** A file while its calls are read. */
export interface Walk {
  readonly code: CodeTokens;
  readonly family: CallFamily;
  readonly readSql: SqlReader;
  /** Tables by the variable that stands for them. */
  readonly variables: Map<string, string | null>;
  /** Where the strings stand that a name is assigned, in their order. */
  readonly constants: ReadonlyMap<string, readonly CodeRange[]>;
}

/** The table that calls without one of their own are about; `undefined` outside of any. */
export type Scope = { readonly table: string | null } | undefined;

/** Finds the strings that names stand for. */
export function constantsOf(code: CodeTokens): Walk['constants'] {
  const found = new Map<string, { readonly fixed: boolean; readonly value: CodeRange }[]>();
  code.tokens.forEach((token, at) => {
    if (token.kind !== 'word' || code.tokens[at + 1]?.value !== '=' || code.tokens[at + 2]?.kind !== 'string') return;
    const [value] = statementsOf(code, { from: at + 2, to: Math.min(code.tokens.length, at + 40) });
    const all = found.get(token.value) ?? [];
    found.set(token.value, all);
    if (value !== undefined) all.push({ fixed: code.tokens[at - 1]?.value === 'const', value });
  });
  // A name that is assigned several times has one value at a time only where each assignment declares it anew.
  const sure = [...found].filter(([, all]) => all.length === 1 || all.every(({ fixed }) => fixed));
  return new Map(sure.map(([name, all]) => [name, all.map(({ value }) => value)]));
}

function variantsOf(
  walk: Walk,
  rule: { readonly variants?: readonly Variant[] },
  call: CodeCall,
): readonly OperationKind[] {
  if (rule.variants === undefined) return [];
  return rule.variants.flatMap(([argument, value, kind]) => {
    const found = pick(walk.code, call.args, argument);
    if (found === null) return [];
    return value === '*' || sourceOf(walk.code, found) === value ? [kind] : [];
  });
}

function typed(walk: Walk, call: CodeCall, rule: { readonly to?: Pick }, kind: OperationKind): OperationKind {
  if (kind !== 'change-column') return kind;
  const to = rule.to === undefined ? null : pick(walk.code, call.args, rule.to);
  const type =
    to === null
      ? ''
      : sourceOf(walk.code, to)
          .replace(/^[:'"]|['"]$|\(\)$/g, '')
          .replace(/^\w+\./, '');
  const limited = pick(walk.code, call.args, ['limit', 'length', 'size']) !== null;
  return isWideType(type) && !limited ? 'widen-column' : kind;
}

function sqlOperations(
  walk: Walk,
  rule: { readonly sql: Pick },
  call: CodeCall,
  place: Place,
): readonly MigrationOperation[] {
  const found = stringOf(walk.code, constantOf(walk, pick(walk.code, call.args, rule.sql)));
  if (found === null) return [notUnderstood(place, 'Runs SQL that is put together when it runs')];
  return walk.readSql(found.text, 'none').map((each) => ({ ...each, line: found.line + each.line - 1 }));
}

/** The string that a name stands for, in place of the name. */
function constantOf({ constants, code }: Walk, range: CodeRange | null): CodeRange | null {
  const token = range === null || range.to - range.from !== 1 ? undefined : code.tokens[range.from];
  if (range === null || token?.kind !== 'word') return range;
  return constants.get(token.value)?.findLast((value) => value.from < range.from) ?? range;
}

function byArgument(
  walk: Walk,
  rule: { readonly of: Readonly<Record<string, OperationKind>> },
  call: CodeCall,
  place: Place,
): readonly MigrationOperation[] {
  const value = call.args[0]?.value;
  const word = value === undefined ? undefined : walk.code.tokens[value.from]?.value;
  const kind = word !== undefined && Object.hasOwn(rule.of, word) ? rule.of[word] : undefined;
  if (kind === undefined || value === undefined) return [notUnderstood(place)];
  const [inner] = callsOf(walk.code, value);
  const table = nameOf(walk.code, inner?.args[0]?.value ?? null);
  const name = kind.endsWith('table') || inner === undefined ? null : pickName(walk.code, inner, ['name', 1]);
  return [operation(kind, place, { table, name })];
}

/** What a call does by its rule; what it holds is walked elsewhere. */
export function applied(
  walk: Walk,
  rule: CallRule,
  call: CodeCall,
  place: Place,
  scope: Scope,
): readonly MigrationOperation[] {
  const { code } = walk;
  switch (rule.does) {
    case 'nothing':
    case 'skip':
      return [];
    case 'unknown':
      return [notUnderstood(place, rule.why)];
    case 'sql':
      return sqlOperations(walk, rule, call, place);
    case 'by-argument':
      return byArgument(walk, rule, call, place);
    case 'scope':
      return [];
    case 'enter':
      return [];
    case 'create':
    case 'alter':
    case 'drop':
      return [
        objectOperation(rule.does, 'object' in rule ? rule.object : 'object', place, {
          name: pickName(code, call, rule.name),
          table: pickName(code, call, rule.table),
        }),
      ];
    default: {
      const table = rule.table === undefined ? (scope?.table ?? null) : pickName(code, call, rule.table);
      const subject = { table, name: pickName(code, call, rule.name), to: pickName(code, call, rule.to) };
      const variants = variantsOf(walk, rule, call);
      const kinds = variants.length > 0 ? variants : [typed(walk, call, rule, rule.does)];
      const force = rule.force === undefined ? null : pick(code, call.args, rule.force);
      const drops =
        force !== null && sourceOf(code, force) !== 'false' ? [operation('drop-table', place, subject)] : [];
      return [...drops, ...kinds.map((kind) => operation(typed(walk, call, rule, kind), place, subject))];
    }
  }
}
