import { unknownFact, type Catalogue, type Entity } from './catalogue';

/** What could be said against a step. */
export interface Objection {
  readonly line: number;
  readonly why: string;
}

/** How statements are applied: to the base and forwards what they need is taken to be there, backwards it must be. */
export class Run {
  readonly catalogue: Catalogue;
  readonly part: 'base' | 'up' | 'down';
  /** Something named what nothing made, so that what else there is cannot be known either. */
  isDoubtful: boolean;
  /** The line of the statement that is applied. */
  line = 0;
  /** Why Postgres would refuse a statement. */
  refused: Objection | null = null;
  /** What could not be followed. */
  opaque: Objection | null = null;
  /** Why Postgres would refuse a statement when there are rows. */
  needsNoRows: Objection | null = null;
  /** The lines that changed something, by the number of the entity. */
  readonly touched = new Map<number, number>();

  /** The entities that it made. */
  readonly made = new Set<number>();
  /** The tables whose rows it changed. */
  readonly filled = new Set<number>();
  readonly #forward: Run | null;

  /** @param forward of a run backwards the one forwards, whose doubts stay */
  constructor(catalogue: Catalogue, part: Run['part'], before: { readonly isDoubtful: boolean } | Run) {
    this.catalogue = catalogue;
    this.part = part;
    this.isDoubtful = before.isDoubtful;
    this.#forward = before instanceof Run ? before : null;
  }

  /** What it does was not understood, or depends on what cannot be known. */
  obscure(why: string): void {
    if (this.part === 'base') this.isDoubtful = true;
    this.opaque ??= { line: this.line, why };
  }

  /**
   * Postgres refuses it, if everything is known.
   * @param because the entity that stands in the way; `null`: something is not there
   */
  refuse(why: string, because: Entity | null = null): void {
    const isCertain =
      !this.isDoubtful ||
      (because !== null && (this.touched.has(because.id) || this.#forward?.touched.has(because.id) === true));
    if (this.part === 'down' && isCertain) {
      this.refused ??= { line: this.line, why };
      return;
    }
    // It ran, or is meant to: then something was not known.
    this.isDoubtful = true;
    if (this.part !== 'base') this.obscure(why);
  }

  add(entity: Omit<Entity, 'id'>): Entity {
    const schema = /^([^.]+)\../.exec(entity.owner === null ? entity.name : '')?.[1];
    const within = schema === undefined ? null : this.catalogue.find('schema', schema);
    const added = this.catalogue.add(within === null ? entity : { ...entity, needs: [...entity.needs, within.id] });
    this.made.add(added.id);
    this.touch(added);
    return added;
  }

  /** A column of a table that may have rows holds NULL in all of them, which must not be. */
  requires(table: Entity, column: Entity): void {
    if (this.part !== 'down' || this.made.has(table.id) || this.filled.has(table.id)) return;
    if (!this.made.has(column.id) || this.catalogue.find('default', '', column.id) !== null) return;
    if (column.facts.has('identity') || column.facts.has('generated')) return;
    this.needsNoRows ??= {
      line: this.line,
      why: `It fails when ${table.name} has rows, which have no value for ${column.name}`,
    };
  }

  set(entity: Entity, fact: string, value: string | null): void {
    const now = this.catalogue.get(entity.id);
    if (now === null) return;
    this.catalogue.setFact(now, fact, value);
    this.touch(now);
  }

  put(entity: Entity): void {
    this.catalogue.put(entity);
    this.touch(entity);
  }

  /** The entity of a name. One that nothing made is put down as unknown, or refused where everything is known. */
  wanted(kind: string, name: string, owner: Entity | null = null): Entity | null {
    const { catalogue } = this;
    const found = catalogue.find(kind, name, owner?.id ?? null);
    if (found !== null) return found;
    // Only Postgres 18 and later give names to NOT NULL.
    if (kind === 'constraint' && name.endsWith('_not_null')) {
      this.obscure(`It names the constraint ${name}`);
      return null;
    }
    const isKnown = owner === null ? !this.isDoubtful : owner.facts.get('complete') === 'yes';
    if (isKnown && this.part === 'down') {
      this.refuse(`There is no ${kind} ${name}${owner === null ? '' : ` on ${owner.name}`}`);
      return null;
    }
    if (owner === null) this.isDoubtful = true;
    return this.assume(kind, name, owner, []);
  }

  /**
   * Puts down what must have been there, or may have been.
   * @param perhaps why it is not certain that it was there
   */
  assume(kind: string, name: string, owner: Entity | null, perhaps: readonly ('dropped' | 'replaced')[]): Entity {
    const facts = new Map([['definition', unknownFact], ...perhaps.map((why) => ['perhaps', why] as const)]);
    if (kind === 'column') facts.set('not null', unknownFact);
    if (kind === 'table') facts.set('complete', 'no').set('logged', unknownFact);
    return this.catalogue.assume({ kind, name, owner: owner?.id ?? null, facts, goesWith: [], needs: [] });
  }

  /** Drops entities with what goes with them. */
  drop(entities: readonly Entity[], cascade: boolean): void {
    for (const each of entities) this.touch(each);
    const before = this.catalogue;
    const blocker = before.drop(
      entities.map(({ id }) => id),
      cascade,
    );
    if (blocker === null) return;
    const [first] = entities;
    this.refuse(
      `${first?.kind ?? ''} ${first === undefined ? '' : before.fullName(first)} is still used by ${blocker.kind} ${before.fullName(blocker)}`,
      blocker,
    );
    before.drop(
      entities.map(({ id }) => id),
      true,
    );
  }

  touch({ id }: Entity): void {
    this.touched.set(id, this.line);
  }
}
