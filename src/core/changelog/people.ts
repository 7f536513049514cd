import type { Author, Commit } from './model';

/** A person as a trailer names them. */
export interface Person {
  readonly name: string;
  /** Empty when the trailer has none. */
  readonly email: string;
}

// `NNN+login@…`, since 2017, or `login@…`; an Enterprise Server has its own host name in place of github.com
// (https://docs.github.com/en/account-and-profile/reference/email-addresses-reference).
const noreply = /^(?:[0-9]+\+)?([^@+]+)(@users\.noreply\.[^@]+)$/;

/**
 * Who someone is, as far as one spelling tells: the e-mail address without regard to case and, for GitHub's noreply
 * addresses, without the account's number; the name where there is no address.
 */
export function personKey({ name, email }: Person): string {
  if (email === '') return name.toLowerCase();
  const address = email.toLowerCase();
  return address.includes('@users.noreply.') ? address.replace(noreply, '$1$2') : address;
}

/** Names, with `-` for white space, and logins. */
const automation: ReadonlySet<string> = new Set([
  'claude',
  'claude-code',
  'copilot',
  'copilot-autofix-powered-by-ai',
  'copilot-swe-agent',
  'cursor-agent',
  'dependabot',
  'dependabot-preview',
  'github-action',
  'github-actions',
  'github-copilot',
  'github-merge-queue',
  'renovate',
  'renovate-bot',
  'web-flow',
]);

const automationAddresses: ReadonlySet<string> = new Set([
  'action@github.com',
  'actions@github.com',
  'amp@ampcode.com',
  'bot@renovateapp.com',
  'cursoragent@cursor.com',
  'noreply@anthropic.com',
  'noreply@github.com',
  'support@dependabot.com',
]);

function isAutomationName(name: string): boolean {
  const plain = name.trim().toLowerCase();
  if (plain.endsWith('[bot]') || automation.has(plain.replace(/\s/g, '-'))) return true;
  // `Claude Opus 4.6`: a model with its version; a person of that first name has no number.
  return plain.startsWith('claude ') && /[0-9]/.test(plain);
}

function isAutomation({ name, login }: Author, key: string, ownLogin: string | undefined): boolean {
  return (
    automationAddresses.has(key) ||
    isAutomationName(name) ||
    (login !== null && isAutomationName(login)) ||
    (ownLogin !== undefined && isAutomationName(ownLogin))
  );
}

/** Disjoint sets of keys. */
class Groups {
  readonly #parents = new Map<string, string>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The key that stands for the set of `key`, which is made when there is none; halves the way there. */
  #find(key: string): string {
    for (let at = key; ;) {
      const parent = this.#parents.get(at);
      if (parent === undefined) {
        this.#parents.set(at, at);
        this.#size += 1;
        return at;
      }
      if (parent === at) return at;
      const next = this.#parents.get(parent) ?? parent;
      this.#parents.set(at, next);
      at = next;
    }
  }

  join(one: string, other: string): void {
    const root = this.#find(one);
    const otherRoot = this.#find(other);
    if (root === otherRoot) return;
    this.#parents.set(otherRoot, root);
    this.#size -= 1;
  }
}

/**
 * How many people wrote these commits, as authors or co-authors.
 *
 * Automation does not count: names, logins and noreply logins that end in `[bot]`, and well-known names and addresses.
 * Spellings are one person when they share an address (see {@link personKey}) or the forge's login, and all spellings
 * of one name, without regard to case, when one of its addresses is a GitHub noreply address. Two addresses that only
 * share a name are two people.
 */
export function countPeople(commits: readonly Commit[]): number {
  const people = new Groups();
  const keysOfName = new Map<string, { readonly keys: Set<string>; hasNoreply: boolean }>();
  // Few spellings, many commits: each spelling is read once.
  const spellings = new Set<string>();
  const read = (person: Author): void => {
    const { name, email, login } = person;
    const spelling = `${email}\n${name}\n${login ?? ''}`;
    if (spellings.has(spelling)) return;
    spellings.add(spelling);
    const key = personKey(person);
    const ownLogin = noreply.exec(key)?.[1];
    if (key === '' || isAutomation(person, key, ownLogin)) return;
    people.join(key, key);
    // No address has white space, so a login is taken for no address.
    if (login !== null) people.join(key, `login ${login.toLowerCase()}`);
    if (ownLogin !== undefined) people.join(key, `login ${ownLogin}`);
    const plain = name.trim().toLowerCase();
    if (plain === '') return;
    const entry = keysOfName.get(plain) ?? { keys: new Set(), hasNoreply: false };
    entry.keys.add(key);
    entry.hasNoreply ||= ownLogin !== undefined;
    keysOfName.set(plain, entry);
  };
  for (const { authors, coAuthors } of commits) {
    authors.forEach(read);
    coAuthors.forEach(read);
  }
  for (const { keys, hasNoreply } of keysOfName.values()) {
    const [first] = keys;
    if (first !== undefined && hasNoreply) for (const key of keys) people.join(first, key);
  }
  return people.size;
}
