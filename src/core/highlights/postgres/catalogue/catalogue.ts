/** What stands for a fact that no statement told. */
export const unknownFact = '?';

/** One thing that the database holds: a table, a column, an index, a function, … */
export interface Entity {
  readonly id: number;
  readonly kind: string;
  /** Of a part of a table without the table; of anything else with its schema, unless that is `public`. */
  readonly name: string;
  /** The entity that it is a part of. */
  readonly owner: number | null;
  /** What makes it what it is. `#7#` in a fact stands for the name of entity 7. */
  readonly facts: ReadonlyMap<string, string>;
  /** Besides its owner, entities with which it is dropped without a word. */
  readonly goesWith: readonly number[];
  /** Entities that cannot be dropped while it is there, unless it is dropped with them by CASCADE. */
  readonly needs: readonly number[];
}

/** Tables, views, indexes and sequences share their names; of a part the owner tells them apart. */
const relations: ReadonlySet<string> = new Set(['table', 'view', 'index', 'sequence']);

const spaceOf = (kind: string): string => (relations.has(kind) ? 'relation' : kind);

function keyOf(space: string, owner: number | null, name: string): string {
  return `${space} ${owner === null || space === 'relation' ? '' : owner} ${name}`;
}

/** The constraints that have an index of their name. */
const indexed: ReadonlySet<string> = new Set(['unique', 'primary', 'exclusion']);

function keysOf({ kind, owner, name, facts }: Entity): readonly string[] {
  const key = keyOf(spaceOf(kind), owner, name);
  return kind === 'constraint' && indexed.has(facts.get('kind') ?? '') ? [key, keyOf('relation', null, name)] : [key];
}

interface Shared {
  next: number;
  /** The numbers that follow names that many have. */
  readonly numbers: Map<string, number>;
  /** Who was ever a part of an entity. */
  readonly parts: Map<number, number[]>;
  /** Who ever named an entity as what it goes with or needs. */
  readonly users: Map<number, number[]>;
}

/** More than any real database holds. */
const mostEntities = 400_000;
/** So many entities with one name behind each other are not looked through again. */
const fewNumbers = 50;

function note(map: Map<number, number[]>, used: number, by: number): void {
  const list = map.get(used);
  if (list === undefined) map.set(used, [by]);
  else if (list.at(-1) !== by) list.push(by);
}

/**
 * What a database holds as far as statements told, in every detail that makes a difference. Entities never change: one
 * that is changed is put in the place of the one before, so that a copy costs little and shows what changed since.
 */
export class Catalogue {
  readonly #entities: Map<number, Entity>;
  readonly #names: Map<string, number>;
  readonly #before: Catalogue | null;
  readonly #shared: Shared;

  constructor(before: Catalogue | null = null) {
    this.#entities = new Map(before === null ? [] : before.#entities);
    this.#names = new Map(before === null ? [] : before.#names);
    this.#before = before;
    this.#shared =
      before === null ? { next: 1, numbers: new Map(), parts: new Map(), users: new Map() } : before.#shared;
  }

  get(id: number): Entity | null {
    return this.#entities.get(id) ?? null;
  }

  find(kind: string, name: string, owner: number | null = null): Entity | null {
    const id = this.#names.get(keyOf(spaceOf(kind), owner, name));
    return id === undefined ? null : this.get(id);
  }

  /** The first of a name that needs no number behind it to be free, as Postgres chooses names. */
  freeName(kind: string, owner: number | null, wanted: string): string {
    const { numbers } = this.#shared;
    for (let number = 0; ; number += 1) {
      if (number === fewNumbers) number = Math.max(number, numbers.get(wanted) ?? 0);
      const name = number === 0 ? wanted : `${wanted}${number}`;
      if (this.#names.has(keyOf(spaceOf(kind), owner, name))) continue;
      if (number >= fewNumbers) numbers.set(wanted, number);
      return name;
    }
  }

  /** @throws when there are more entities than any database holds */
  add(entity: Omit<Entity, 'id'>): Entity {
    if (this.#shared.next > mostEntities) throw new RangeError('Too many entities');
    const added = { ...entity, id: this.#shared.next };
    this.#shared.next += 1;
    this.put(added);
    return added;
  }

  /** Adds what must have been there before the copy was made, though nothing told of it. */
  assume(entity: Omit<Entity, 'id'>): Entity {
    const added = this.add(entity);
    for (let at = this.#before; at !== null; at = at.#before) {
      if (entity.owner === null || at.get(entity.owner) !== null) at.put(added);
    }
    return added;
  }

  /** Puts an entity in the place of the one with its number. */
  put(entity: Entity): void {
    const old = this.#entities.get(entity.id);
    if (old !== undefined) this.#forget(old);
    this.#entities.set(entity.id, entity);
    for (const key of keysOf(entity)) this.#names.set(key, entity.id);
    const { parts, users } = this.#shared;
    if (entity.owner !== null && entity.owner !== old?.owner) note(parts, entity.owner, entity.id);
    if (entity.goesWith !== old?.goesWith) for (const used of entity.goesWith) note(users, used, entity.id);
    if (entity.needs !== old?.needs) for (const used of entity.needs) note(users, used, entity.id);
  }

  /** Changes a fact; `null` takes it away. */
  setFact(entity: Entity, name: string, value: string | null): void {
    const facts = new Map(entity.facts);
    if (value === null) facts.delete(name);
    else facts.set(name, value);
    this.put({ ...entity, facts });
  }

  /** Changes a fact that nothing told before, and with it what it was before: the other one. */
  assumeFact(entity: Entity, name: string, value: string): void {
    for (let at = this.#before; at !== null; at = at.#before) {
      const earlier = at.get(entity.id);
      if (earlier?.facts.get(name) === unknownFact) at.setFact(earlier, name, value);
    }
  }

  /** The parts of an entity, and what goes with it or needs it. */
  users(id: number): readonly Entity[] {
    const { parts, users } = this.#shared;
    return this.#named([...(parts.get(id) ?? []), ...(users.get(id) ?? [])]).filter(
      ({ owner, goesWith, needs }) => owner === id || goesWith.includes(id) || needs.includes(id),
    );
  }

  parts(id: number, kind: string): readonly Entity[] {
    return this.#named(this.#shared.parts.get(id) ?? []).filter((each) => each.owner === id && each.kind === kind);
  }

  /**
   * Drops entities with all that goes with them.
   * @returns what keeps them from being dropped; `null` when they are gone
   */
  drop(ids: readonly number[], cascade: boolean): Entity | null {
    const gone = new Set(ids);
    const needing: Entity[] = [];
    for (const id of gone) {
      for (const user of this.users(id)) {
        if (cascade || user.owner === id || user.goesWith.includes(id)) gone.add(user.id);
        else needing.push(user);
      }
    }
    const blocker = needing.find(({ id }) => !gone.has(id));
    if (blocker !== undefined) return blocker;
    for (const id of gone) {
      const entity = this.#entities.get(id);
      if (entity === undefined) continue;
      this.#forget(entity);
      this.#entities.delete(id);
    }
    return null;
  }

  /** The entities of the copy and of the original that are not the same, each with the other one's at its side. */
  changedSince(before: Catalogue): { readonly gone: readonly Entity[]; readonly made: readonly Entity[] } {
    const gone = [...before.#entities.values()].filter((each) => this.#entities.get(each.id) !== each);
    const made = [...this.#entities.values()].filter((each) => before.#entities.get(each.id) !== each);
    return { gone, made };
  }

  /** The name with that of the table or column that it is a part of. */
  fullName({ owner, name, kind }: Entity): string {
    const of = owner === null || kind === 'index' ? null : this.get(owner);
    return of === null ? name : `${this.fullName(of)}${/^(?:\(|$)/.test(name) ? '' : '.'}${name}`;
  }

  /** A fact with names for numbers. */
  shown(fact: string): string {
    return fact.replaceAll(/#(\d+)#/g, (_all, id: string) => {
      const entity = this.get(Number(id));
      return entity === null ? '(gone)' : this.fullName(entity);
    });
  }

  #named(ids: readonly number[]): readonly Entity[] {
    return [...new Set(ids)].flatMap((id) => this.#entities.get(id) ?? []);
  }

  #forget(entity: Entity): void {
    for (const key of keysOf(entity)) if (this.#names.get(key) === entity.id) this.#names.delete(key);
  }
}
