import { visibleText } from '../../visibleText';

/** Keys and indexes from the root of the file. */
export type Path = readonly (string | number)[];

/** Offsets into the text, in UTF-16 units; `to` is the first one after it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What stands in the way of a policy file, or what its author should know of it. Lines and columns count from 1, columns
 * in UTF-16 units as editors do; the end is the first position after it.
 */
export interface PolicyProblem {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Where in the policy, as `targets[0].file`; empty for the whole file. */
  readonly path: string;
  /** Whole sentences: what was found, and what is expected. */
  readonly message: string;
  /** The text that would put it right in its place; `null`: there is no telling. */
  readonly fix: string | null;
}

/** More problems than this help nobody. */
const most = 50;

/** Gathers problems of one text, in the order of the text when they are asked for. */
export class Problems {
  private readonly found: { readonly span: Span; readonly problem: Omit<PolicyProblem, keyof Place> }[] = [];
  private readonly text: string;
  private readonly lineStarts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.lineStarts = startsOf(text);
  }

  get count(): number {
    return this.found.length;
  }

  add(span: Span, path: Path, message: string, fix: string | null = null): void {
    this.found.push({ span, problem: { path: pathText(path), message, fix } });
  }

  /** The first ones; the last of them tells how many there are beyond. */
  all(): readonly PolicyProblem[] {
    const sorted = this.found.toSorted((a, b) => a.span.from - b.span.from);
    const shown = sorted.slice(0, most).map(({ span, problem }) => ({ ...this.place(span), ...problem }));
    const beyond = sorted[most];
    if (beyond === undefined) return shown;
    const message = `There are ${sorted.length - most} more problems from here on.`;
    return [...shown, { ...this.place(beyond.span), path: '', message, fix: null }];
  }

  private place(span: Span): Place {
    const from = this.clamped(span.from);
    const start = this.position(from);
    const end = this.position(Math.max(from, this.clamped(span.to)));
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  private clamped(offset: number): number {
    return Math.min(Math.max(0, offset), this.text.length);
  }

  private position(offset: number): { readonly line: number; readonly column: number } {
    let [low, high] = [0, this.lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

type Place = Pick<PolicyProblem, 'line' | 'column' | 'endLine' | 'endColumn'>;

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A path as people write it: `targets[0].file`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

const quoteLimit = 60;

/** Foreign text for a message: in quotes, shortened, on one line, hidden characters made visible. */
export function quoted(text: string): string {
  const shown = text.length > quoteLimit ? `${text.slice(0, quoteLimit)}…` : text;
  return `"${visibleText(shown.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t'))}"`;
}
