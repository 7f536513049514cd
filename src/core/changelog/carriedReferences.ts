import type { Token } from 'markdown-it';
import { repositoryKey, type RepositoryId } from '../repository';
import { parsePullNumber } from './pullSubject';

/** A commit or pull request that a text names. */
export interface Reference {
  readonly kind: 'commit' | 'pull';
  /** A SHA or the beginning of one in lower case, 7 to 64 digits; or a decimal number. */
  readonly value: string;
  /** As it stands there: `abc1234`, `#12`. */
  readonly written: string;
  /**
   * `false`: it may well be something else (a word of hex letters, an issue, a commit of another repository), so that
   * one that does not ship says nothing.
   */
  readonly claim: boolean;
  /** The address of a link says so, not only its text. */
  readonly linked: boolean;
}

/** Stands for a reference where the words are looked at: a noncharacter of Unicode, taken out of foreign text. */
const mark = '\uffff';

// A SHA as a whole word: not a part of a path, a range, a file name, an image digest, a UUID or an address. Then a
// number as GitHub links it, with `owner/name` in front where it is another repository's.
const names =
  /(?<![\w/.@-])(?<!sha\d{3}:)([0-9a-f]{7,64})(?![\w/@-]|\.[\w.])|(?<![\w/.-])([\w.-]{1,100}\/[\w.-]{1,100})?(?:(?<![\w&])#|\bGH-|(?<=[\w.-]\/[\w.-]{1,100})#)(\d{1,10})\b/gi;

const address =
  /^https:\/\/([^/?#]+)\/([^/?#]+)\/([^/?#]+)\/(commits?|pull|issues|compare)\/([^/?#]+)(?:\/(?:commits|changes)\/([^/?#]+))?/i;

/** Words before a number that make it an issue or an earlier change, not what the entry is about. */
const asideBefore =
  /(?:\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|ref(?:erence)?s?|see|part of|relate[sd] to|reverts?|of))\s*:?\s*\[?$/i;

type Claim = 'never' | 'if-plain' | 'always';

/** What one entry says: its words, and what it names, in the order in which it stands there. */
export class EntryText {
  readonly references: Reference[] = [];
  readonly #repository: string;
  #text = '';
  #bare = '';
  /** The end of the text, kept apart because looking into a growing string costs its whole length. */
  #before = '';

  constructor(repository: RepositoryId) {
    this.#repository = repositoryKey(repository);
  }

  /** The words as a reader sees them. */
  get text(): string {
    return this.#text;
  }

  /** The words without what is named, and without the brackets that are empty then. */
  get bare(): string {
    return this.#bare
      .replace(/[([{][\uffff\s,;&|`]*[)\]}]/g, ' ')
      .replaceAll(mark, ' ')
      .trim();
  }

  /** The words of a line such as "Previous SHA: `abc1234`" or "from abc1234 to def5678"; `null` for any other. */
  get label(): string | null {
    const at = this.#bare.indexOf(mark);
    const label = this.#bare.slice(0, Math.max(at, 0));
    const others = this.#bare.slice(at).replace(/[\uffff\s.,:→>-]+/g, '');
    return at > 0 && !/[([]/.test(label) && ['', 'to', 'and'].includes(others) ? label : null;
  }

  /** Whether it begins with what it names, as a line of `git log` does. */
  get leads(): boolean {
    return /^[\s([*|]*\uffff/.test(this.#bare);
  }

  /** Whether it ends with what it names, a word about the author aside, as a squash subject does. */
  get trails(): boolean {
    const words = withoutCredit(this.#bare);
    return /\uffff[\s)\]}.,;|]*$/.test(this.#bare) || /\uffff[\s)\]}.,;|]*(?:\bin)?$/.test(words ?? '');
  }

  /** Adds the inline tokens of a paragraph or cell. */
  take(children: readonly Token[]): void {
    if (this.#text !== '') this.#append(' ', ' ');
    let link: readonly Reference[] | null = null;
    for (const child of children) {
      if (child.type === 'link_open') {
        link = this.#link(String(child.attrGet('href') ?? ''));
        if (link.length > 0) this.#append('', mark);
        this.references.push(...link);
      } else if (child.type === 'link_close') link = null;
      else if (child.type === 'softbreak' || child.type === 'hardbreak') this.#append(' ', ' ');
      else if (child.type === 'html_inline') this.#append(child.content, child.content);
      else if (child.type === 'text' || child.type === 'code_inline') {
        if (link !== null) this.#append(child.content, link.length > 0 ? '' : child.content);
        else this.#scan(child.content, child.type === 'code_inline' ? 'always' : 'if-plain');
      }
    }
  }

  /** Adds a line of a code block: what it begins with is a commit, whatever it looks like. */
  takeText(line: string): void {
    this.#scan(line, 'if-plain', true);
  }

  #append(text: string, bare: string): void {
    this.#text += text;
    this.#bare += bare === mark ? bare : bare.replaceAll(mark, ' ');
    this.#before = (this.#before + text.slice(-30)).slice(-30);
  }

  /** What the address of a link names; its text then says nothing of its own. */
  #link(href: string): readonly Reference[] {
    const found = address.exec(href);
    if (found === null) return [];
    const [, host = '', owner = '', name = '', kind = '', first = '', inPull] = found;
    const same = `${host}/${owner}/${name}`.toLowerCase() === this.#repository;
    const aside = asideBefore.test(this.#before);
    const references: Reference[] = [];
    if (kind.startsWith('commit')) references.push(...commitOf(first, same));
    if (inPull !== undefined) references.push(...commitOf(inPull, same));
    const number = kind === 'pull' || kind === 'issues' ? parsePullNumber(first) : null;
    if (number !== null && same) {
      const written = `#${String(number)}`;
      const claim = kind === 'pull' && !aside && inPull === undefined;
      references.push({ kind: 'pull', value: String(number), written, claim, linked: true });
    }
    return references;
  }

  #scan(text: string, claim: Claim, leading = false): void {
    let from = 0;
    for (const match of text.matchAll(names)) {
      const [written, sha, repository, number] = match;
      const before = text.slice(from, match.index);
      this.#append(before, before);
      from = match.index + written.length;
      const reference =
        sha === undefined
          ? this.#number(written, repository, number ?? '')
          : wordOf(sha, leading && this.#before.trim() === '' ? 'always' : claim);
      this.#append(written, reference === null ? written : mark);
      if (reference !== null) this.references.push(reference);
    }
    this.#append(text.slice(from), text.slice(from));
  }

  #number(written: string, repository: string | undefined, digits: string): Reference | null {
    const [host = ''] = this.#repository.split('/', 1);
    if (repository !== undefined && `${host}/${repository}`.toLowerCase() !== this.#repository) return null;
    const number = parsePullNumber(digits);
    if (number === null) return null;
    const claim = !asideBefore.test(this.#before);
    return { kind: 'pull', value: String(number), written, claim, linked: false };
  }
}

function commitOf(text: string, claim: boolean): Reference[] {
  if (!/^[0-9a-f]{7,64}$/i.test(text)) return [];
  return [{ kind: 'commit', value: text.toLowerCase(), written: text, claim, linked: true }];
}

/** A word of hex digits. One of letters only ("defaced") or digits only (a date) is no SHA unless its place says so. */
function wordOf(written: string, claim: Claim): Reference {
  const value = written.toLowerCase();
  const plain = value.length >= 40 || (/[a-f]/.test(value) && /[0-9]/.test(value));
  return {
    kind: 'commit',
    value,
    written,
    claim: claim === 'always' || (claim === 'if-plain' && plain),
    linked: false,
  };
}

/** The words before "by somebody" or "— @somebody" at the end; `null` when nobody is named. */
export function withoutCredit(text: string): string | null {
  const at = Math.max(text.lastIndexOf(' by '), text.lastIndexOf('@'));
  if (at < 0) return null;
  return text
    .slice(0, at)
    .replace(/(?<![\s,(–—-])[\s,(–—-]{1,20}$/, '')
    .replace(/ by$/, '');
}
