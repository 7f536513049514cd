import { isMap, isScalar, type Node } from 'yaml';
import { listed } from '../people';
import { nearest } from './nearest';
import { quoted, type Span } from './problem';
import type { Schema } from './schema';
import { written, type Place, type Reading, type Shape } from './shape';
import { filled, spanOf } from './yamlSource';

/** A key of a map, with what editors say of it. */
export interface Key<T> {
  readonly shape: Shape<T>;
  readonly schema: Schema;
}

/** What editors show of a key besides its description. */
export interface KeyExtras {
  readonly examples: readonly [unknown, ...unknown[]];
  /** What holds where the key is left out, when that is not the preset's. */
  readonly fallback?: unknown;
}

/** Describes a key. The description is Markdown: whole sentences, code in backticks. */
export function key<T>(shape: Shape<T>, description: string, { examples, fallback }: KeyExtras): Key<T> {
  return {
    shape,
    schema: {
      ...shape.schema,
      description: description.replaceAll('`', ''),
      markdownDescription: description,
      ...(fallback === undefined ? {} : { default: fallback }),
      examples,
    },
  };
}

type Keys = Readonly<Record<string, Key<unknown>>>;
type ValueOf<K> = K extends Key<infer T> ? T : never;

/** What a map with these keys reads as: the required ones are there, the others may be. */
export type MapOf<K extends Keys, R extends keyof K> = {
  readonly [Name in R]: ValueOf<K[Name]>;
} & {
  readonly [Name in Exclude<keyof K, R>]?: ValueOf<K[Name]>;
};

/** A map with these keys and no others. */
export function map<const K extends Keys, const R extends keyof K & string = never>(
  expected: string,
  keys: K,
  required: readonly R[] = [],
): Shape<MapOf<K, R>> {
  const names = Object.keys(keys);
  return {
    expected,
    kinds: ['map'],
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(keys).map(([name, { schema }]) => [name, schema])),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    },
    read: (place, reading) => {
      if (!isMap(place.node)) return reading.mismatch(place, expected);
      const before = reading.problems.count;
      const values = new Map<string, unknown>();
      for (const pair of place.node.items) {
        const name = isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null;
        const at = keyPlace(place, pair.key as Node | null);
        const entry = name !== null && Object.hasOwn(keys, name) ? keys[name] : undefined;
        if (name === null || entry === undefined) refuseKey(at, names, reading);
        else if (values.has(name)) reading.refuse(at, `Found the key ${quoted(name)} twice.`);
        else {
          values.set(name, reading.child(entry.shape, pair.value as Node | null, [...place.path, name], at.span));
        }
      }
      const missing = required.filter((name) => !values.has(name));
      if (missing.length > 0) {
        const first = place.node.items[0]?.key as Node | null | undefined;
        const at = { ...place, span: filled(spanOf(first ?? null)) ?? place.span };
        reading.refuse(at, `Found no ${listed(missing.map((name) => `key "${name}"`))} here. Expected ${expected}.`);
      }
      // Each value is what its own key's shape read.
      return reading.problems.count > before ? null : (Object.fromEntries(values) as MapOf<K, R>);
    },
  };
}

function keyPlace(place: Place, node: Node | null): Place {
  const span: Span = filled(spanOf(node)) ?? place.span;
  return { node, span, path: isScalar(node) ? [...place.path, written(node)] : place.path };
}

function refuseKey(at: Place, names: readonly string[], reading: Reading): void {
  if (!isScalar(at.node)) {
    reading.refuse(at, `Found a key that is no text. Expected ${listed(names, 'or')}.`);
    return;
  }
  const name = written(at.node);
  const found = `Found the key ${quoted(name)}, which is not known here.`;
  if (name === '<<') {
    reading.refuse(at, `${found} Maps are not merged; aliases (*name) are followed.`);
    return;
  }
  const meant = nearest(name, names);
  const hint = meant === null ? `Expected ${listed(names, 'or')}.` : `Did you mean "${meant}"?`;
  reading.refuse(at, `${found} ${hint}`, meant);
}
