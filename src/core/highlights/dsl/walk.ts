import { CallView } from './callView';
import { assigned, chainOf, literals } from './codeShapes';
import { isEnding, isOnce, isPure, isReading, isRepeating } from './harmless';
import { isSelf, resolved, type Names, type Scope } from './scope';
import { StatementWalk, type Found, type Place } from './statementWalk';
import type { Step, Steps } from './step';
import type { CallCode, Code, FunctionCode } from './syntax';

/** Walks the code of one file. */
export class Walk extends StatementWalk {
  /** Walks a part of the file and gives what it does. */
  run(body: readonly Code[], names: Names = this.global, quiet = false): readonly Found[] {
    this.begin();
    if (body.length === 0) return [];
    const [first] = body;
    const shown = first ?? { from: 0, to: 0, line: 1 };
    this.body(body, {
      names: new Map(names),
      scope: null,
      perhaps: false,
      shown,
      depth: 0,
      following: [],
      quiet,
      down: null,
    });
    return [...this.found];
  }

  protected call(code: CallCode, place: Place, assignedTo: string | null): void {
    const { calls, root } = chainOf(code);
    const rootName = root?.kind === 'name' && root.of === null ? root.name : null;
    const own = root?.kind === 'name' && root.of !== null && isSelf(root.of) ? root.name : rootName;
    const bound = own === null ? undefined : place.names.get(own);
    const views = (list: readonly CallCode[], scope: Scope | null): readonly CallView[] =>
      list.map((call) => new CallView(call, place.names, scope, this.syntax.text));
    if (bound !== undefined && bound !== null && 'scope' in bound) {
      this.#scoped(views(calls, bound.scope), bound.scope, place);
      return;
    }
    if (rootName !== null && bound === undefined && /^\$?(?:table|t|blueprint|batch_op)$/i.test(rootName)) {
      // What is called as people call a table's builder is about some table.
      const some: Scope = { table: null, sure: false, about: 'alter', parts: [], calls: new Map(), down: null };
      if (this.#scoped(views(calls, some), some, { ...place, quiet: true })) return;
    }
    if (this.dialect.bare === true && place.scope !== null && root === null && calls.length === 1) {
      const steps = this.dialect.scoped(views(calls, place.scope), place.scope);
      if (steps !== null) {
        this.#apply(steps, views(calls, place.scope), place, null);
        return;
      }
    }
    this.#chain(calls, views(calls, place.scope), place, assignedTo, code);
  }

  #chain(
    calls: readonly CallCode[],
    views: readonly CallView[],
    place: Place,
    assignedTo: string | null,
    whole: CallCode,
  ): void {
    let known = false;
    let strange: CallCode | null = null;
    const harmless: CallCode[] = [];
    for (const [index, view] of views.entries()) {
      const { call } = view;
      const local = this.#localOf(call);
      const steps = local === undefined || call.makes ? this.#ruleOf(view) : null;
      if (local !== undefined && !call.makes) {
        known = true;
        this.#follow(local, view, place);
      } else if (steps !== null && steps !== undefined) {
        // What led to it was only about what it acts on.
        if (!known && strange !== null && strange.block === null) strange = null;
        known = true;
        const list = 'does' in steps ? [steps] : steps;
        this.#apply(list, [view], place, assignedTo, views.slice(index + 1));
        if (list.some(({ does }) => does === 'scope')) return;
        if (list.length === 0) harmless.push(call);
      } else if (isOnce(call.name)) {
        known = true;
        this.#inside(view, place, null);
      } else if (isRepeating(call.name) && this.#isGivenCode(call)) {
        known = true;
        this.#perhaps(view, place);
      } else if (known ? isEnding(call.name) : isReading(call.name)) harmless.push(call);
      else strange ??= call;
    }
    if (strange === null) {
      for (const call of harmless) this.#given(call, place);
      return;
    }
    const before = this.found.length;
    for (const call of calls) this.#given(call, place);
    // What is known of it says more than that the rest is not.
    if (this.found.length > before && isPure(strange.name)) return;
    const makes =
      whole.makes || (this.syntax.language === 'python' && /^[A-Z]/.test(whole.name) && assignedTo !== null);
    if (!makes) this.unknown(place, strange.at);
  }

  #isGivenCode({ block, args }: CallCode): boolean {
    return (
      block !== null ||
      args.some((given) => given.kind === 'function' || (given.kind === 'name' && this.functions.has(given.name)))
    );
  }

  /** Walks what a call is given for what is known in it; it may be carried out. */
  #given(call: CallCode, place: Place): void {
    const inside = { ...place, quiet: true, perhaps: true };
    const { args, keywords, block } = call;
    for (const code of [...args, ...keywords.map(({ value }) => value), ...(block === null ? [] : [block])]) {
      const local = code.kind === 'name' && code.of === null ? this.functions.get(code.name) : undefined;
      const func = code.kind === 'function' ? code : local;
      if (func !== undefined && !place.following.includes(func)) {
        const names: Names = new Map(place.names);
        for (const each of [...func.params, ...assigned(func.body)]) names.set(each, null);
        this.body(func.body, { ...inside, names, following: [...place.following, func] });
      } else if (code.kind === 'call' || code.kind === 'list') this.statement(code, inside);
    }
  }

  /** The function of this file that a call is of. */
  #localOf({ of, name }: CallCode): FunctionCode | undefined {
    if (of === null || isSelf(of)) return this.functions.get(name);
    // `$closure(…)`, `lambda.call(…)`
    return name === 'call' && of.kind === 'name' && of.of === null ? this.functions.get(of.name) : undefined;
  }

  #ruleOf(view: CallView): Steps | undefined {
    const { rules } = this.dialect;
    const { call } = view;
    const receiver = call.of?.kind === 'name' ? `${call.of.name.replace(/^.*[\\.]/, '')}.${call.name}` : null;
    const own = receiver !== null && Object.hasOwn(rules, receiver) ? rules[receiver] : undefined;
    const rule = own ?? (Object.hasOwn(rules, call.name) ? rules[call.name] : undefined);
    return rule === undefined ? undefined : rule(view);
  }

  #scoped(chain: readonly CallView[], scope: Scope, place: Place): boolean {
    const [first] = chain;
    if (first === undefined) return true;
    if (scope.about === 'direction') {
      if (first.call.name === 'up') this.#inside(first, { ...place, down: scope.down ?? [] }, null);
      else if (first.call.name !== 'down') this.unknown(place, first.call.at);
      return true;
    }
    if (this.dialect.sequential === true && chain.length > 1) {
      return chain.map((each) => this.#scoped([each], scope, place)).every((known) => known);
    }
    const steps = this.dialect.scoped(chain, scope);
    if (steps === null) {
      // A helper method that is given the table is followed elsewhere.
      this.unknown(place, first.call.at);
      return false;
    }
    this.#apply(steps, chain, place, null);
    return true;
  }

  /** What follows in a chain behind the call that names a table; it may be about something else. */
  #after(chain: readonly CallView[], scope: Scope, place: Place): void {
    const [first] = chain;
    if (first === undefined) return;
    const known = this.dialect.sequential === true || this.dialect.scoped(chain, scope) !== null;
    if (known || this.#ruleOf(first) === undefined) {
      this.#scoped(chain, scope, place);
      return;
    }
    const calls = chain.map(({ call }) => call);
    this.#chain(calls, chain, place, null, first.call);
  }

  #apply(
    steps: Exclude<Steps, null>,
    chain: readonly CallView[],
    place: Place,
    assignedTo: string | null,
    rest: readonly CallView[] = [],
  ): void {
    const [first] = chain;
    if (first === undefined) return;
    for (const step of 'does' in steps ? [steps] : steps) {
      switch (step.does) {
        case 'scope': {
          const { scope } = step;
          this.#inside(first, place, scope);
          const { sequential } = this.dialect;
          if (step.then !== undefined && sequential !== true) this.#apply(step.then(scope), chain, place, null);
          if (rest.length > 0) {
            const views = rest.map(({ call }) => new CallView(call, place.names, scope, this.syntax.text));
            const kept = views.filter(({ call }) => !['then', 'catch', 'finally', 'execute'].includes(call.name));
            if (kept.length > 0) this.#after(kept, scope, place);
            for (const { call } of views) if (!kept.some((each) => each.call === call)) this.#functionsIn(call, place);
          }
          if (assignedTo !== null) place.names.set(assignedTo, { scope });
          if (step.then !== undefined && sequential === true) this.#apply(step.then(scope), chain, place, null);
          break;
        }
        case 'walk':
          this.body(step.code, place);
          break;
        case 'inside':
          this.#inside(first, place, place.scope);
          break;
        case 'perhaps':
          this.#perhaps(
            chain.find(({ call }) => call.block !== null || call.args.some(({ kind }) => kind === 'function')) ?? first,
            place,
          );
          break;
        case 'operation':
        case 'object':
        case 'sql':
        case 'unknown':
          this.emit(step, place, lineOf(step, chain), chain.every(({ sure }) => sure) && (first.scope?.sure ?? true));
      }
    }
  }

  /** Walks the functions that a call is given: its block, its arrows, what stands in its lists. */
  #inside(view: CallView, place: Place, scope: Scope | null): void {
    const { call } = view;
    const given = [
      ...call.args,
      ...call.keywords.map(({ value }) => value),
      ...(call.block === null ? [] : [call.block]),
    ];
    for (const each of given) {
      const known = each.kind === 'name' && each.of === null ? this.functions.get(each.name) : undefined;
      const code = known !== undefined && scope !== null ? known : each;
      if (code.kind === 'function') {
        const names: Names = scope === null ? place.names : new Map(place.names);
        const [param] = code.params;
        if (scope !== null && param !== undefined) names.set(param, { scope });
        this.body(code.body, { ...place, names, scope });
      } else if (code.kind === 'list' || code.kind === 'call' || code.kind === 'branch') {
        if (scope === null) this.statement(code, { ...place, shown: code });
      } else if (known !== undefined) this.#follow(known, view, place, false);
    }
  }

  #functionsIn(call: CallCode, place: Place): void {
    for (const code of [...call.args, ...(call.block === null ? [] : [call.block])]) {
      if (code.kind === 'function') this.body(code.body, { ...place, names: new Map(place.names) });
    }
  }

  /** Walks the functions of a call for each element of a list that is written down, or as what may happen. */
  #perhaps(view: CallView, place: Place): void {
    const { call } = view;
    const func = call.block ?? call.args.find((each) => each.kind === 'function') ?? null;
    const over =
      call.of === null || (call.of.kind === 'name' && /^(?:Enum|Stream|Promise|Bluebird|_|async)$/.test(call.of.name))
        ? call.args[0]
        : call.of;
    const items = over === undefined ? null : literals(resolved(over, place.names));
    const [param, ...more] = func?.kind === 'function' ? func.params : [];
    if (
      func?.kind === 'function' &&
      items !== null &&
      param !== undefined &&
      more.length === 0 &&
      isRepeating(call.name)
    ) {
      this.repeat(items, param, func.body, place);
      return;
    }
    const names: Names = new Map(place.names);
    if (func?.kind === 'function') for (const each of [...func.params, ...assigned(func.body)]) names.set(each, null);
    this.#inside(view, { ...place, names, perhaps: true }, null);
  }

  #follow(func: FunctionCode, view: CallView, place: Place, called = true): void {
    if (place.following.includes(func) || place.following.length > 10) {
      this.unknown(place, view.call.at, 'Calls itself');
      return;
    }
    const names: Names = new Map(place.names);
    const params = func.params.filter((param) => !isSelfName(param));
    for (const [index, param] of params.entries()) {
      const given = called
        ? (view.call.args[index] ?? view.call.keywords.find(({ name }) => name === param)?.value)
        : undefined;
      const bound = given?.kind === 'name' && given.of === null ? place.names.get(given.name) : undefined;
      names.set(
        param.replace(/[:=].*$/s, ''),
        given === undefined ? null : (bound ?? { code: resolved(given, place.names) }),
      );
    }
    this.body(func.body, { ...place, names, following: [...place.following, func] });
  }
}

function isSelfName(param: string): boolean {
  return param === 'self' || param === 'cls';
}

function lineOf(step: Step, chain: readonly CallView[]): number {
  const [first] = chain;
  return step.does === 'sql' && step.code !== null ? step.code.line : (first?.call.at ?? 1);
}
