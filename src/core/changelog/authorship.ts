import type { RawCommit } from '../history';
import { isAutomation } from './automation';
import type { Author } from './model';

/** One spelling of an author. */
export interface Authorship {
  /** The author alone, as the commits have it. */
  readonly authors: readonly [Author];
  readonly bot: boolean;
}

/** Gives all commits of one author the same object: few spellings, many commits. */
export class Authorships {
  readonly #bySpelling = new Map<string, Authorship>();
  #last: Authorship | null = null;

  of({ authorName: name, authorEmail: email, authorLogin: login }: RawCommit): Authorship {
    const last = this.#last?.authors[0];
    if (this.#last !== null && last?.email === email && last.name === name && last.login === login) return this.#last;
    const spelling = `${email}\n${name}\n${login ?? ''}`;
    const found = this.#bySpelling.get(spelling) ?? this.#add(spelling, { name, email, login });
    this.#last = found;
    return found;
  }

  #add(spelling: string, author: Author): Authorship {
    const authorship = { authors: [author] as const, bot: isAutomation(author) };
    this.#bySpelling.set(spelling, authorship);
    return authorship;
  }
}
