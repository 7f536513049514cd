import type { SqlToken } from './sqlTokens';

/** Walks over the tokens of one statement. */
export class SqlCursor {
  readonly #tokens: readonly SqlToken[];
  #at = 0;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
  }

  get token(): SqlToken | undefined {
    return this.#tokens[this.#at];
  }

  /** The word here, in upper case; empty where there is none. */
  get word(): string {
    const { token } = this;
    return token?.kind === 'word' ? token.value : '';
  }

  /** The tokens that are left. */
  get rest(): readonly SqlToken[] {
    return this.#tokens.slice(this.#at);
  }

  skip(): void {
    this.#at += 1;
  }

  /** Passes over these words if they all stand here, one after the other. */
  take(...words: readonly string[]): boolean {
    const here = words.every((word, offset) => {
      const token = this.#tokens[this.#at + offset];
      return token?.kind === 'word' && token.value === word;
    });
    if (here) this.#at += words.length;
    return here;
  }

  /** Passes over each of these words that stands here, in any order and number. */
  takeAny(...words: readonly string[]): void {
    while (this.word !== '' && words.includes(this.word)) this.#at += 1;
  }

  symbol(value: string): boolean {
    const here = this.token?.kind === 'symbol' && this.token.value === value;
    if (here) this.#at += 1;
    return here;
  }

  /** A name with its qualifiers, as written but without quotes; `null` when none stands here. */
  name(text: string): string | null {
    let name = '';
    for (let { token } = this; token !== undefined; token = this.token) {
      if (token.kind !== 'word' && token.kind !== 'name' && token.kind !== 'template') break;
      name += token.kind === 'word' ? text.slice(token.start, token.end) : token.value;
      this.#at += 1;
      // A placeholder may be one part of a word: `${prefix}users`.
      const next = this.token;
      if (token.kind === 'template' && next?.start === token.end && next.kind === 'word') continue;
      if (!this.symbol('.')) break;
      name += '.';
    }
    return name === '' ? null : name;
  }

  /** The name in the nearest parentheses or the next name; passes over it. */
  names(text: string): readonly string[] {
    const names: string[] = [];
    do {
      const name = this.name(text);
      if (name !== null) names.push(name);
    } while (this.symbol(','));
    return names;
  }

  /** Goes to the first of these words outside parentheses; `false` (and at the end) when there is none. */
  seek(...words: readonly string[]): boolean {
    let depth = 0;
    for (let { token } = this; token !== undefined; token = this.token) {
      if (token.value === '(' && token.kind === 'symbol') depth += 1;
      else if (token.value === ')' && token.kind === 'symbol') depth -= 1;
      else if (depth <= 0 && token.kind === 'word' && words.includes(token.value)) return true;
      this.#at += 1;
    }
    return false;
  }
}

/** Cuts tokens at the commas outside parentheses; the commas are left out. */
export function splitAtCommas(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const parts: SqlToken[][] = [];
  let part: SqlToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.value === '(') depth += 1;
    if (token.kind === 'symbol' && token.value === ')') depth -= 1;
    if (token.kind === 'symbol' && token.value === ',' && depth <= 0) {
      parts.push(part);
      part = [];
    } else part.push(token);
  }
  parts.push(part);
  return parts.filter((each) => each.length > 0);
}

/** Whether a word stands among the tokens. */
export function hasWord(tokens: readonly SqlToken[], ...words: readonly string[]): boolean {
  return tokens.some((token) => token.kind === 'word' && words.includes(token.value));
}
