import { applied, type Scope, type Walk } from './callOperations';
import type { CallRule } from './callRules';
import {
  argumentsOf,
  blocksOf,
  callsOf,
  controlWords,
  inside,
  sourceOf,
  statementsOf,
  type CodeCall,
  type CodeRange,
} from './codeCalls';
import type { CodeTokens } from './codeTokens';
import { pick, pickName } from './codeValues';
import type { MigrationOperation } from './model';
import { notUnderstood, operation } from './operation';

/** Functions that only compute a value or ask a question. */
const pure = new Set([
  'split',
  'replace',
  'join',
  'trim',
  'toString',
  'toISOString',
  'slice',
  'parse',
  'stringify',
  'now',
  'strtolower',
  'strtoupper',
  'str_replace',
  'slug',
  'random',
  'toDateTimeString',
  'getTablePrefix',
  'is_null',
  'count',
  'get_env',
  'fetch_env!',
  'fetch!',
  'format',
  'lower',
  'upper',
  'uuid4',
  'uuid',
  'v4',
  'includes',
  'keys',
  'values',
  'entries',
  'getenv',
  'sprintf',
  'implode',
  'explode',
]);

/** Nested deeper than people write; what is below is not walked. */
const deepest = 40;

const ignoredWords = new Set([
  'raise',
  'throw',
  'import',
  'require',
  'super',
  'print',
  'puts',
  'pass',
  'def',
  'fn',
  'new',
  'function',
  'typeof',
  'isinstance',
  'len',
]);

function wordsBefore(code: CodeTokens, range: CodeRange): CodeRange {
  let { from } = range;
  for (; from < range.to; from += 1) {
    const token = code.tokens[from];
    if (token?.kind === 'newline') continue;
    const steers =
      token?.kind === 'word' && (controlWords.has(token.value) || ['await', 'return', 'yield'].includes(token.value));
    if (!steers) break;
    const group = code.tokens[from + 1];
    if (controlWords.has(token.value) && group?.value === '(') from = Math.max(from + 1, code.match[from + 1] ?? 0);
  }
  return { from, to: range.to };
}

function ruleOf(walk: Walk, call: CodeCall, scope: Scope): CallRule | undefined {
  const own = (rules: Readonly<Record<string, CallRule>> | undefined, name: string): CallRule | undefined =>
    rules !== undefined && Object.hasOwn(rules, name) ? rules[name] : undefined;
  const { rules, scoped } = walk.family;
  return (
    (scope === undefined ? undefined : own(scoped, call.name)) ??
    own(rules, `${call.receiver}.${call.name}`) ??
    own(rules, call.name)
  );
}

function argumentRange({ args, at }: CodeCall): CodeRange {
  return { from: args[0]?.value.from ?? at, to: args.at(-1)?.value.to ?? at };
}

/** The table of a variable; without one, what is called as people call a table's builder is about some table. */
function scopeOf({ variables, family }: Walk, root: string | undefined, outer: Scope): Scope {
  const variable = root === undefined ? undefined : variables.get(root);
  if (variable !== undefined) return { table: variable };
  const builder = outer === undefined && family.scoped !== undefined && /^\$?(?:table|t|blueprint)$/i.test(root ?? '');
  return builder ? { table: null } : outer;
}

/** The calls of one statement that are known; `null` when none is. */
function knownCalls(
  walk: Walk,
  range: CodeRange,
  calls: readonly CodeCall[],
  around: Scope,
  depth: number,
): MigrationOperation[] | null {
  const { code, family } = walk;
  const text = sourceOf(code, range);
  const found: MigrationOperation[] = [];
  let known = false;
  const outer = scopeOf(walk, calls[0]?.root, around);
  let scope = outer;
  const changed = family.changes !== undefined && calls.some(({ name }) => name === family.changes);
  for (const call of calls) {
    let rule = ruleOf(walk, call, scope);
    const own = found.length > 0 || scope !== outer;
    const line = code.tokens[own ? call.at : (calls[0]?.at ?? call.at)]?.line ?? 1;
    const onTable = call.receiver === call.root && /^(?!(?:\$?this|self)$)[a-z$]/.test(call.root);
    const other =
      rule === undefined && scope !== undefined && scope === outer && !known && onTable ? family.otherwise : undefined;
    if (other !== undefined) rule = { does: other, name: 0 };
    const within = code.language === 'javascript' || code.language === 'php' ? argumentRange(call) : range;
    if (rule === undefined) {
      // `.then(() => …)`: what a known call is followed by.
      if (known && within !== range)
        for (const block of blocksOf(code, within)) found.push(...walkBlock(walk, block, outer, depth + 1));
      continue;
    }
    known = true;
    const assigned = code.tokens[range.from + 1]?.value === '=' ? code.tokens[range.from]?.value : undefined;
    if ((rule.does === 'scope' || rule.does === 'create-table') && assigned !== undefined && call === calls.at(-1)) {
      walk.variables.set(assigned, pickName(code, call, rule.table));
    }
    if (rule.does === 'scope') {
      scope = { table: pickName(code, call, rule.table) };
      for (const block of blocksOf(code, within)) found.push(...walkBlock(walk, block, scope, depth + 1));
      continue;
    }
    if (rule.does === 'enter') {
      const list = pick(code, call.args, rule.argument);
      if (list !== null) found.push(...walkList(walk, list, depth + 1));
      continue;
    }
    const one = applied(walk, rule, call, { line, text }, scope);
    const where = calls.some(({ name }) => /^(?:or)?where/i.test(name));
    found.push(
      ...one.map((each) => {
        if (changed && each.kind === 'add-column')
          return operation('change-column', each, { table: each.table, name: pickName(code, call, 0) });
        return where && each.kind === 'update-all-rows' ? operation('update-rows', each, { table: each.table }) : each;
      }),
    );
  }
  return known ? found : null;
}

function isHarmless(walk: Walk, call: CodeCall, scope: Scope): boolean {
  const { name, at } = call;
  if (ignoredWords.has(name) || controlWords.has(name)) return true;
  const rule = ruleOf(walk, call, scopeOf(walk, call.root, scope));
  if (rule !== undefined) return rule.does === 'nothing';
  return (
    pure.has(name) ||
    name.endsWith('?') ||
    walk.code.tokens[at - 1]?.value === 'new' ||
    (walk.code.language === 'python' && 'functions' in walk.family.forward && /^[A-Z]/.test(name))
  );
}

/** Walks the elements of a list, each a statement. */
export function walkList(walk: Walk, list: CodeRange, depth: number): readonly MigrationOperation[] {
  const open = walk.code.tokens[list.from];
  const range = open?.kind === 'open' ? inside(walk.code, list.from) : list;
  return argumentsOf(walk.code, range).flatMap(({ value }) => walkStatement(walk, value, undefined, depth));
}

/** Walks the statements of a block. */
export function walkBlock(walk: Walk, range: CodeRange, scope: Scope, depth: number): readonly MigrationOperation[] {
  const opener = walk.code.tokens[range.from - 1]?.value ?? '';
  const statements = statementsOf(walk.code, range);
  // Of Ruby's `if … end` the first statement is the condition.
  const from = ['if', 'unless', 'while', 'until', 'case', 'for'].includes(opener) ? 1 : 0;
  return statements.slice(from).flatMap((statement) => walkStatement(walk, statement, scope, depth));
}

function walkStatement(walk: Walk, whole: CodeRange, scope: Scope, depth: number): readonly MigrationOperation[] {
  const { code } = walk;
  const first = code.tokens[whole.from];
  const place = { line: first?.line ?? 1, text: sourceOf(code, whole) };
  if (depth > deepest) return [notUnderstood(place)];
  const range = wordsBefore(code, whole);
  const steers = range.from > whole.from && controlWords.has(first?.value ?? '');
  const start = code.tokens[range.from];
  if (start === undefined || range.from >= range.to) return [];
  if (ignoredWords.has(start.value) && start.value !== 'function' && start.value !== 'new') return [];
  const blocks = blocksOf(code, range);
  if (
    steers &&
    blocks.length > 0 &&
    (start.kind === 'open' || code.language === 'python' || code.language === 'ruby' || code.language === 'elixir')
  ) {
    return blocks.flatMap((block) => walkBlock(walk, block, scope, depth + 1));
  }
  const asks = code.language === 'ruby' && ['elsif', 'when', 'rescue'].includes(first?.value ?? '');
  if (asks && !/\bthen\b/.test(place.text)) return [];
  const calls = callsOf(code, range).filter((call) => !isHarmless(walk, call, scope));
  const known = knownCalls(walk, range, calls, scope, depth);
  if (known !== null) return known;
  if (blocks.length > 0) {
    return blocks.flatMap((block) => walkBlock(walk, block, scope, depth + 1));
  }
  // `Promise.all([…])`, `[…].each`: what is known may stand among the arguments.
  const nested = calls.flatMap(({ args }) =>
    args.flatMap(({ value }) =>
      code.tokens[value.from]?.value === '['
        ? walkList(walk, value, depth + 1)
        : callsOf(code, value).length > 0
          ? walkStatement(walk, value, scope, depth + 1)
          : [],
    ),
  );
  if (nested.some(({ kind }) => kind !== 'not-understood')) return nested;
  return calls.length > 0 ? [notUnderstood(place)] : [];
}
