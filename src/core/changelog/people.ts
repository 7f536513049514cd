import { isAutomation } from './automation';
import { Groups } from './groups';
import type { Author, Commit } from './model';
import type { Pace } from './pace';
import { noreplyLogin, personKey } from './personKey';

/** A name without regard to case and white space. */
function foldName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * Tells which spellings are one person: those that share an address (see {@link personKey}) or the forge's login, and
 * all spellings of one name, without regard to case, when one of its addresses is a GitHub noreply address. Two
 * addresses that only share a name are two people. Automation is nobody (see {@link isAutomation}).
 */
export class People {
  readonly #byFullName: boolean;
  readonly #groups = new Groups();
  readonly #logins = new Set<string>();
  readonly #keysOfName = new Map<string, { readonly keys: Set<string>; hasNoreply: boolean }>();
  // Few spellings, many commits: each spelling is read once.
  readonly #spellings = new Map<string, string | null>();
  readonly #objects = new Map<Author, string | null>();

  /**
   * @param byFullName takes spellings of one full name (of two words or more), and a name that is a login, for one
   * person whatever their addresses: where two people in one would do less harm than one person in two
   */
  constructor(byFullName = false) {
    this.#byFullName = byFullName;
  }

  /** The key of this spelling's person, for {@link personOf}; `null` for automation and the nameless. */
  read(person: Author): string | null {
    let key = this.#objects.get(person);
    if (key === undefined) {
      key = this.#readSpelling(person);
      this.#objects.set(person, key);
    }
    return key;
  }

  #readSpelling(person: Author): string | null {
    const { name, email, login } = person;
    const spelling = `${email}\n${name}\n${login ?? ''}`;
    const before = this.#spellings.get(spelling);
    if (before !== undefined) return before;
    const key = personKey(person);
    const result = key === '' || isAutomation(person) ? null : key;
    this.#spellings.set(spelling, result);
    if (result !== null) this.#add(key, person);
    return result;
  }

  #add(key: string, { name, login }: Author): void {
    const ownLogin = noreplyLogin(key);
    this.#groups.find(key);
    // No address has white space, so a login is taken for no address.
    for (const each of [login?.toLowerCase(), ownLogin]) {
      if (each === undefined) continue;
      this.#groups.join(key, `login ${each}`);
      this.#logins.add(each);
    }
    const plain = foldName(name);
    if (plain === '') return;
    const entry = this.#keysOfName.get(plain) ?? { keys: new Set(), hasNoreply: false };
    entry.keys.add(key);
    entry.hasNoreply ||= ownLogin !== undefined;
    this.#keysOfName.set(plain, entry);
  }

  /** Joins the spellings of one name; to be called when all are read. */
  joinNames(): void {
    for (const [name, { keys, hasNoreply }] of this.#keysOfName) {
      const [first] = keys;
      if (first === undefined) continue;
      const isLogin = this.#byFullName && this.#logins.has(name);
      if (isLogin) this.#groups.join(`login ${name}`, first);
      const isOne = hasNoreply || isLogin || (this.#byFullName && name.includes(' '));
      if (isOne) for (const key of keys) this.#groups.join(first, key);
    }
  }

  /** One string per person. */
  personOf(key: string): string {
    return this.#groups.find(key);
  }

  get count(): number {
    return this.#groups.size;
  }
}

/** How many people wrote these commits, as authors or co-authors; automation does not count. */
export function* countPeople(commits: readonly Commit[], pace: Pace): Generator<void, number> {
  const people = new People();
  for (const { authors, coAuthors } of commits) {
    for (const author of authors) people.read(author);
    for (const author of coAuthors) people.read(author);
    if (pace.spend()) yield;
  }
  people.joinNames();
  return people.count;
}
