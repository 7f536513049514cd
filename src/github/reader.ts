import { HumanError } from '../core/errors';
import type { Sha } from '../core/sha';
import { parseSha } from '../core/sha';

/** An answer that is not what GitHub's API description promises; the message names the field and what was expected. */
export class MalformedAnswer extends HumanError {
  override name = 'MalformedAnswer';

  constructor(message: string) {
    super('unreadable-answer', message);
  }
}

/**
 * A place in a JSON answer that nobody has vouched for yet. Every method either gives a value of the type that it says
 * or throws {@link MalformedAnswer} naming the place; nothing is guessed.
 */
export class Reader {
  readonly #value: unknown;
  readonly #path: string;

  /** @param path What the value is, for messages: `answer` at the top, `answer.head.sha` further in. */
  constructor(value: unknown, path = 'answer') {
    this.#value = value;
    this.#path = path;
  }

  /** The member of an object; a reader of nothing when the object lacks it. */
  at(name: string): Reader {
    const value = this.#value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#not('an object');
    const members: object = value;
    const member: unknown = Object.hasOwn(members, name) ? Reflect.get(members, name) : undefined;
    return new Reader(member, `${this.#path}.${name}`);
  }

  /** What `read` makes of the value; `null` when there is none (null or absent). */
  maybe<T>(read: (reader: Reader) => T): T | null {
    return this.#value === null || this.#value === undefined ? null : read(this);
  }

  list(): readonly Reader[] {
    const value: unknown = this.#value;
    if (!Array.isArray(value)) throw this.#not('a list');
    return value.map((item: unknown, index) => new Reader(item, `${this.#path}[${index}]`));
  }

  isList(): boolean {
    return Array.isArray(this.#value);
  }

  /** Whether the value is exactly this number. */
  is(number: number): boolean {
    return this.#value === number;
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.#not('a text');
    return this.#value;
  }

  flag(): boolean {
    if (typeof this.#value !== 'boolean') throw this.#not('true or false');
    return this.#value;
  }

  /** A whole number that is not negative. */
  count(): number {
    const value = this.#value;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw this.#not('a whole number');
    return value;
  }

  /** An id as decimal digits: ids from 2^53 on arrive as bigint. */
  id(): string {
    const value = this.#value;
    const exact = typeof value === 'string' || typeof value === 'bigint' || Number.isSafeInteger(value);
    const digits = exact ? String(value) : '';
    if (!/^\d{1,40}$/.test(digits)) throw this.#not('an id');
    return digits;
  }

  sha(): Sha {
    const sha = typeof this.#value === 'string' ? parseSha(this.#value) : undefined;
    if (sha === undefined) throw this.#not('a full git SHA');
    return sha;
  }

  /** A time as GitHub writes it (ISO 8601), in epoch milliseconds. */
  instant(): number {
    const value = this.#value;
    const time = typeof value === 'string' && /^[+-]?\d{4,6}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time)) throw this.#not('a time');
    return time;
  }

  /** What `table` has for the word; `fallback` for every other value, so that new words land on the safe side. */
  word<T>(table: Readonly<Record<string, T>>, fallback: T): T {
    const value = this.#value;
    return typeof value === 'string'
      ? ((Object.hasOwn(table, value) ? table[value] : undefined) ?? fallback)
      : fallback;
  }

  /** The address of a web page that has to be there; see {@link page}. */
  address(): string {
    const address = this.page();
    if (address === null) throw this.#not('the address of a web page');
    return address;
  }

  /** The address of a web page (http or https, no user information); `null` for anything else. */
  page(): string | null {
    const value = this.#value;
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
    const sound =
      url !== null &&
      (url.protocol === 'https:' || url.protocol === 'http:') &&
      url.username === '' &&
      url.password === '';
    return sound ? url.href : null;
  }

  #not(expected: string): MalformedAnswer {
    return new MalformedAnswer(`“${this.#path}” should be ${expected} and is not`);
  }
}
