import { unknownFact, type Catalogue, type Entity } from './catalogue';

/** Something that is not as it was before. */
export interface Difference {
  readonly kind: 'not back' | 'left' | 'otherwise';
  /** `table t`, `column t.a`, … */
  readonly what: string;
  /** The fact that is not the same; `null` where the whole is there or not. */
  readonly fact: string | null;
  /** `perhaps`: it may be the same; `possible`: what is not back may not have been there. */
  readonly certainty: 'certain' | 'perhaps' | 'possible';
  /** Numbers of the entities that it is about. */
  readonly ids: readonly number[];
}

const shownKinds: Readonly<Record<string, string>> = { routine: 'function' };

/** What a fact says when nothing set it, which the server or the type decides. */
const leftToServer: ReadonlySet<string> = new Set([
  'storage',
  'compression',
  'collation',
  'accessMethod',
  'clustered on',
  'as',
  'increment',
  'minvalue',
  'maxvalue',
  'start',
  'cache',
  'cycle',
]);

/** Facts that are expressions: others may mean the same. */
const expressions: ReadonlySet<string> = new Set([
  'query',
  'stars',
  'names',
  'expression',
  'raw_expr',
  'columns',
  'whereClause',
  'exclusions',
  'qual',
  'with_check',
  'whenClause',
  'generated',
  'partbound',
  'partspec',
]);

/** Knowledge about an entity that the entity itself has not. */
const aboutKnowledge: ReadonlySet<string> = new Set(['complete', 'perhaps', 'definition']);

function label(catalogue: Catalogue, entity: Entity): string {
  const name = catalogue.fullName(entity);
  return entity.kind === 'default' ? `default of ${name}` : `${shownKinds[entity.kind] ?? entity.kind} ${name}`;
}

/** The columns of a view are what its query says. */
function isCompared(catalogue: Catalogue, { kind, owner }: Entity): boolean {
  const isOfView = kind === 'column' && owner !== null && catalogue.get(owner)?.kind === 'view';
  return kind !== 'routine name' && !isOfView;
}

/** What differs between what there was and what there is. */
export function differences(before: Catalogue, after: Catalogue): readonly Difference[] {
  const { gone, made } = after.changedSince(before);
  const now = new Map(made.filter((each) => isCompared(after, each)).map((each) => [label(after, each), each]));
  const found: Difference[] = [];
  for (const was of gone.filter((each) => isCompared(before, each))) {
    const what = label(before, was);
    const is = now.get(what);
    now.delete(what);
    if (is === undefined) {
      const perhaps = was.facts.get('perhaps');
      // What OR REPLACE made and the way back drops was most likely not there before.
      if (perhaps !== 'replaced')
        found.push({
          kind: 'not back',
          what,
          fact: null,
          certainty: perhaps === undefined ? 'certain' : 'possible',
          ids: [was.id],
        });
    } else found.push(...factDifferences(before, after, what, was, is));
  }
  const incomplete = new Set(
    gone.filter(({ facts }) => facts.get('complete') === 'no').map((each) => label(before, each)),
  );
  const left = [...now].map(([what, made_]): Difference => {
    const owner = made_.owner === null ? null : after.get(made_.owner);
    // It may have been a part of what is not known whole.
    const isPart = owner !== null && (owner.facts.get('complete') === 'no' || incomplete.has(label(after, owner)));
    return { kind: 'left', what, fact: null, certainty: isPart ? 'perhaps' : 'certain', ids: [made_.id] };
  });
  return [...found, ...left];
}

function valueOf({ facts }: Entity, fact: string): string | null {
  return facts.get(fact) ?? (facts.has('definition') ? unknownFact : null);
}

function factDifferences(
  before: Catalogue,
  after: Catalogue,
  what: string,
  was: Entity,
  is: Entity,
): readonly Difference[] {
  const facts = new Set([...was.facts.keys(), ...is.facts.keys()]);
  return [...facts].flatMap((fact): readonly Difference[] => {
    if (fact === 'definition' && was.facts.has(fact) !== is.facts.has(fact)) {
      return [{ kind: 'otherwise', what, fact, certainty: 'perhaps', ids: [was.id, is.id] }];
    }
    if (aboutKnowledge.has(fact)) return [];
    const [old, current] = [valueOf(was, fact), valueOf(is, fact)];
    if (old === current && (old === null || old === unknownFact)) return [];
    const unknown = old === unknownFact || current === unknownFact;
    if (!unknown && old !== null && current !== null && before.shown(old) === after.shown(current)) return [];
    // Constants and columns are written in one way only.
    const inOtherWords = expressions.has(fact) && old !== null && current !== null && /[{[]/.test(old + current);
    const left = leftToServer.has(fact) && (old === null || current === null);
    const certainty = unknown || inOtherWords || left ? 'perhaps' : 'certain';
    return [{ kind: 'otherwise', what, fact, certainty, ids: [was.id, is.id] }];
  });
}
