import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { quoted, type Path, type Problems, type Span } from './problem';
import type { Schema } from './schema';
import { listed } from '../people';
import { nearest } from './nearest';
import { filled, spanOf, type YamlSource } from './yamlSource';

/** What a value looks like before anybody asks what it means. */
export type Kind = 'string' | 'number' | 'boolean' | 'nothing' | 'map' | 'list';

/** One kind of value of the file: reads it, and describes it to editors. Both say the same. */
export interface Shape<T> {
  /** Completes "Expected …". */
  readonly expected: string;
  readonly kinds: readonly Kind[];
  readonly schema: Schema;
  /** The value; `null`: it is not one, and the problems say why. */
  readonly read: (place: Place, reading: Reading) => T | null;
}

/** A value of the file and where it stands. */
export interface Place {
  readonly node: Node | null;
  readonly path: Path;
  readonly span: Span;
}

/** Aliases can make a short file long ("billion laughs"); more values than this are an attack. */
const valueLimit = 30_000;

/** One reading of a file. */
export class Reading {
  readonly source: YamlSource;
  readonly problems: Problems;
  private values = 0;

  constructor(source: YamlSource, problems: Problems) {
    this.source = source;
    this.problems = problems;
  }

  /** Reads a value below another one; `around` is the place to show when it is empty. */
  child<T>(shape: Shape<T>, value: Node | null, path: Path, around: Span): T | null {
    this.values += 1;
    if (this.values > valueLimit) {
      if (this.values === valueLimit + 1) {
        this.problems.add(around, path, `Found more than ${valueLimit} values, with those that aliases repeat.`);
      }
      return null;
    }
    const span = filled(spanOf(value)) ?? around;
    if (isAlias(value) && this.source.follow(value) === null) {
      this.problems.add(
        span,
        path,
        `Found the alias ${quoted(value.source)}. Expected an anchor of that name before it.`,
      );
      return null;
    }
    return shape.read({ node: this.source.follow(value), path, span }, this);
  }

  refuse(place: Place, message: string, fix: string | null = null): null {
    this.problems.add(place.span, place.path, message, fix);
    return null;
  }

  /** "Found …. Expected …." */
  mismatch(place: Place, expected: string, fix: string | null = null): null {
    return this.refuse(place, `Found ${foundText(place.node)}. Expected ${expected}.`, fix);
  }
}

export function kindOf(node: Node | null): Kind {
  if (isMap(node)) return 'map';
  if (isSeq(node)) return 'list';
  const value: unknown = isScalar(node) ? node.value : null;
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'nothing';
  }
}

/** The value of a scalar as it was written, without quotes. */
export function written(node: Node | null): string {
  if (!isScalar(node)) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function foundText(node: Node | null): string {
  switch (kindOf(node)) {
    case 'map':
      return 'a map (keys with values)';
    case 'list':
      return isSeq(node) && node.items.length === 0 ? 'an empty list' : 'a list';
    case 'nothing':
      return written(node) === '' ? 'nothing' : `${written(node)}, which is nothing`;
    case 'number':
      return `the number ${written(node).slice(0, 40)}`;
    case 'boolean':
      return written(node);
    case 'string':
      return quoted(written(node));
  }
}

/** A text as a YAML scalar that reads the same, in lists in brackets too. */
export function asScalar(value: string): string {
  return /^[\p{L}_][\p{L}\p{N}_./ -]*$/u.test(value) && !/^(?:null|true|false)$|\s$/i.test(value)
    ? value
    : `'${value.replaceAll("'", "''")}'`;
}

/** One of some words. */
export function word<const T extends string>(
  words: readonly T[],
  meanings: Readonly<Record<string, string>> = {},
): Shape<T> {
  const expected = listed(words, 'or');
  const described = words.map((each) => meanings[each] ?? '');
  return {
    expected,
    kinds: ['string'],
    schema: {
      type: 'string',
      enum: words,
      ...(described.some((each) => each !== '') ? { markdownEnumDescriptions: described } : {}),
    },
    read: (place, reading) => {
      const text = written(place.node);
      const found = kindOf(place.node) === 'string' ? words.find((each) => each === text) : undefined;
      if (found !== undefined) return found;
      const meant = isScalar(place.node) ? nearest(text, words) : null;
      const expectation = meant === null ? expected : `${expected}. Did you mean ${meant}?`;
      return meant === null
        ? reading.mismatch(place, expected)
        : reading.refuse(place, `Found ${foundText(place.node)}. Expected ${expectation}`, meant);
    },
  };
}

/** A number from `min` to `max`; `whole`: without a fraction. */
export function amount(min: number, max: number, whole: 'whole' | 'any', unit = ''): Shape<number> {
  const number = `a ${whole === 'whole' ? 'whole ' : ''}number${unit === '' ? '' : ` of ${unit}`}`;
  const expected = min === max ? String(min) : `${number} from ${min} to ${max}`;
  const fits = (value: number): boolean => value >= min && value <= max && (whole === 'any' || Number.isInteger(value));
  return {
    expected,
    kinds: ['number'],
    schema: { type: whole === 'whole' ? 'integer' : 'number', minimum: min, maximum: max },
    read: (place, reading) => {
      const value: unknown = isScalar(place.node) ? place.node.value : null;
      if (typeof value === 'number' && fits(value)) return value;
      const text = written(place.node);
      const plain = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(text) && fits(Number(text));
      return reading.mismatch(place, plain ? `${expected}, without quotes` : expected, plain ? text : null);
    },
  };
}

const truths: Readonly<Record<string, string>> = { yes: 'true', on: 'true', no: 'false', off: 'false' };

/** `true` or `false`. */
export const flag: Shape<boolean> = {
  expected: 'true or false',
  kinds: ['boolean'],
  schema: { type: 'boolean' },
  read: (place, reading) => {
    const value: unknown = isScalar(place.node) ? place.node.value : null;
    if (typeof value === 'boolean') return value;
    const text = written(place.node).toLowerCase();
    const meant = Object.hasOwn(truths, text) ? truths[text] : nearest(text, ['true', 'false']);
    return reading.mismatch(place, 'true or false', isScalar(place.node) ? (meant ?? null) : null);
  },
};

/** `false`, which takes away what a preset gives. */
export const none: Shape<false> = {
  expected: 'false',
  kinds: ['boolean'],
  schema: { const: false },
  read: (place, reading) =>
    isScalar(place.node) && place.node.value === false ? false : reading.mismatch(place, 'false'),
};

/** What a text must be like. */
export interface TextForm {
  /** Completes "Expected …". */
  readonly expected: string;
  /** Understood with the flag `u`. */
  readonly pattern: RegExp;
  /** In characters. */
  readonly maxLength: number;
  /** What the pattern cannot tell: completes "Expected …", or `null` when all is well. */
  readonly check?: (text: string) => string | null;
  /** A text that was probably meant. */
  readonly fix?: (text: string) => string | null;
}

/** A text of some form. */
export function text(form: TextForm): Shape<string> {
  const { expected, pattern, maxLength } = form;
  return {
    expected,
    kinds: ['string'],
    schema: { type: 'string', pattern: pattern.source, patternErrorMessage: `Expected ${expected}.`, maxLength },
    read: (place, reading) => {
      const value = written(place.node);
      const kind = kindOf(place.node);
      if (kind !== 'string') {
        const scalar = kind === 'number' || kind === 'boolean';
        return reading.mismatch(place, scalar ? `${expected}, in quotes` : expected, scalar ? `'${value}'` : null);
      }
      const size = Array.from(value).length;
      if (size > maxLength) return reading.mismatch(place, `at most ${maxLength} characters, not ${size}`);
      const lack = pattern.test(value) ? (form.check?.(value) ?? null) : expected;
      if (lack === null) return value;
      const fix = form.fix?.(value) ?? null;
      return fix === null || !pattern.test(fix) || (form.check?.(fix) ?? null) !== null
        ? reading.mismatch(place, lack)
        : reading.refuse(place, `Found ${quoted(value)}. Expected ${lack}. Did you mean ${fix}?`, fix);
    },
  };
}

/** Lists longer than this are no policy. */
const longestList = 1000;

/** A list of equal things; of texts and words none stands twice, unless `repeats`. */
export function list<T>(
  item: Shape<T>,
  { min = 0, repeats = false }: { readonly min?: number; readonly repeats?: boolean } = {},
): Shape<readonly T[]> {
  const kinds: readonly Kind[] = item.kinds;
  const scalar = kinds.every((kind): boolean => kind !== 'map' && kind !== 'list');
  const expected = `a list${min > 0 ? ' with at least one entry' : ''}, each of them ${item.expected}`;
  return {
    expected,
    kinds: ['list'],
    schema: {
      type: 'array',
      items: item.schema,
      ...(min > 0 ? { minItems: min } : {}),
      maxItems: longestList,
      ...(repeats || !scalar ? {} : { uniqueItems: true as const }),
    },
    read: (place, reading) => {
      const { node, path, span } = place;
      if (!isSeq(node)) {
        const alone = scalar && isScalar(node) && kinds.includes(kindOf(node));
        if (!alone) return reading.mismatch(place, expected);
        const bracketed = `[${asScalar(written(node))}]`;
        return reading.mismatch(place, `a list, such as ${bracketed}`, bracketed);
      }
      if (node.items.length < min) return reading.mismatch(place, expected);
      if (node.items.length > longestList) {
        return reading.mismatch(place, `at most ${longestList} entries, not ${node.items.length}`);
      }
      const seen = new Set<unknown>();
      const values = node.items.map((each, index) => {
        const here = { node: each as Node | null, path: [...path, index] };
        const value = reading.child(item, here.node, here.path, span);
        if (!scalar || repeats || value === null) return value;
        if (seen.has(value)) {
          const again = { ...here, span: spanOf(here.node) ?? span };
          return reading.refuse(again, `Found ${foundText(reading.source.follow(here.node))} twice in this list.`);
        }
        seen.add(value);
        return value;
      });
      return values.every((value) => value !== null) ? values : null;
    },
  };
}

type Of<S> = S extends Shape<infer T> ? T : never;

/** One of several shapes, which differ in their kind. */
export function either<const S extends readonly Shape<unknown>[]>(
  expected: string,
  ...shapes: S
): Shape<Of<S[number]>> {
  return {
    expected,
    kinds: shapes.flatMap(({ kinds }) => kinds),
    schema: { anyOf: shapes.map(({ schema }) => schema) },
    read: (place, reading) => {
      const kind = kindOf(place.node);
      const shape = shapes.find(({ kinds }) => kinds.includes(kind));
      if (shape === undefined) return reading.mismatch(place, expected);
      return shape.read(place, reading) as Of<S[number]> | null;
    },
  };
}
