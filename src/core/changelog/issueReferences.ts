import type { IssueReference } from './model';
import { parsePullNumber } from './pullSubject';

/**
 * Standards, algorithms, encodings and registers that look like tickets: `UTF-8`, `SHA-256`, `RFC-2119`. A project whose
 * tracker has such a key loses its tickets here; every other key of two to ten characters counts.
 */
const noTickets: ReadonlySet<string> = new Set([
  ...['AES', 'ANSI', 'ARM', 'BASE', 'BASE64', 'CJK', 'COVID', 'CP', 'CRC', 'DES', 'EC2', 'ECMA', 'ED', 'ES', 'FIPS'],
  ...['GMT', 'GPT', 'HMAC', 'HS', 'HTTP', 'HTTPS', 'IBM', 'IEC', 'IEEE', 'IP', 'IPV', 'ISO', 'KOI', 'KOI8', 'LATIN'],
  ...[
    'MD',
    'MPEG',
    'NTLM',
    'PBKDF',
    'PKCS',
    'POSIX',
    'RS',
    'RSA',
    'SHA',
    'SHA2',
    'SHA3',
    'SHA512',
    'SQL',
    'TLS',
    'UCS',
    'USB',
  ],
  ...['UTC', 'UTF', 'WINDOWS', 'WPA', 'X86', 'XP'],
  // Registers of documents and advisories.
  ...['AIP', 'BIP', 'CVE', 'CWE', 'DSA', 'EIP', 'ERC', 'GHSA', 'JEP', 'JSR', 'OSV', 'PEP', 'PSR', 'RFC', 'RHSA', 'USN'],
]);

const trigger = /[#/-](?=[1-9])/g;
const digits = /[0-9]{1,11}/y;
const afterAddress = /[&/#=?%@+~]/;
const ownerCharacter = /[0-9A-Za-z-]/;
const beforeOwner = /[\w./@-]/;
const keyCharacter = /[0-9A-Za-z]/;
const beforeKey = /[\w.@#&-]/;
const version = /[.-]/;
const digit = /[0-9]/;
const wordCharacter = /[0-9A-Za-z_]/;
const nameCharacter = /[0-9A-Za-z._-]/;
const closingKeyword = /(?:^|[^0-9A-Za-z_-])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?<colon>\s*:)?\s*$/i;
const endOfKeyword = /[desx:\s]/i;
const listSeparator = /^(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)$/;
const issueUrl = /https?:\/\/(?:www\.)?github\.com\/([0-9A-Za-z-]{1,39}\/[0-9A-Za-z._-]{1,100})\/(?:issues|pull)$/;
const longestUrl = 180;
const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const quoted = /^(?: {4}| {0,3}[\t>])/;

interface Found {
  readonly reference: Omit<IssueReference, 'closes'>;
  readonly start: number;
}

function is(pattern: RegExp, character: string | undefined): boolean {
  return character !== undefined && pattern.test(character);
}

/** Where the text ends that `pattern` allows, going back from `end` at most `most` characters. */
function back(text: string, end: number, pattern: RegExp, most: number): number {
  let at = end;
  while (at > 0 && end - at < most && is(pattern, text[at - 1])) at -= 1;
  return at;
}

/** `#12`, and `owner/name#12`, which GitHub reads as an issue of that repository. */
function numberAt(text: string, hash: number, end: number, number: number): Found | null {
  // `[#12](https://…)`: the address tells.
  if (text.startsWith('](', end)) return null;
  const before = text[hash - 1];
  if (!is(nameCharacter, before)) {
    if (is(afterAddress, before)) return null;
    return { reference: { text: text.slice(hash, end), number, repository: null }, start: hash };
  }
  const name = back(text, hash, nameCharacter, 100);
  if (text[name - 1] !== '/') return null;
  const start = back(text, name - 1, ownerCharacter, 39);
  if (start === name - 1 || is(beforeOwner, text[start - 1])) return null;
  const reference = { text: text.slice(start, end), number, repository: text.slice(start, hash) };
  return { reference, start };
}

/** `GH-12`, and the ticket of another tracker: `SHOP-12`. */
function ticketAt(text: string, dash: number, end: number, number: number): Found | null {
  if (is(version, text[end]) && is(digit, text[end + 1])) return null;
  const start = back(text, dash, keyCharacter, 11);
  const key = text.slice(start, dash);
  if (is(beforeKey, text[start - 1])) return null;
  const reference = { text: text.slice(start, end), repository: null };
  if (/^gh$/i.test(key)) return { reference: { ...reference, number }, start };
  if (!/^[A-Z][0-9A-Z]{1,9}$/.test(key) || noTickets.has(key)) return null;
  return { reference: { ...reference, number: null }, start };
}

/** `https://github.com/owner/name/issues/12` or `…/pull/12`, told as `owner/name#12`. */
function addressAt(text: string, slash: number, number: number): Found | null {
  const ahead = text.slice(Math.max(0, slash - longestUrl), slash);
  if (!ahead.endsWith('/issues') && !ahead.endsWith('/pull')) return null;
  const match = issueUrl.exec(ahead);
  const repository = match?.[1];
  if (match === null || repository === undefined) return null;
  const reference = { text: `${repository}#${String(number)}`, number, repository };
  return { reference, start: slash - ahead.length + match.index };
}

function foundAt(text: string, at: number): (Found & { readonly end: number }) | null {
  digits.lastIndex = at + 1;
  const written = digits.exec(text)?.[0] ?? '';
  const number = parsePullNumber(written);
  const end = at + 1 + written.length;
  if (number === null || is(wordCharacter, text[end])) return null;
  const found =
    text[at] === '#'
      ? numberAt(text, at, end, number)
      : text[at] === '-'
        ? ticketAt(text, at, end, number)
        : addressAt(text, at, number);
  return found === null ? null : { ...found, end };
}

/** A line with the code spans filled with backticks: a run of backticks is closed by the next run of the same length. */
function withoutCode(line: string): string {
  const runs = [...line.matchAll(/`+/g)];
  const last = new Map(runs.map((run, place) => [run[0].length, place]));
  let text = '';
  let position = 0;
  for (let place = 0; place < runs.length; place += 1) {
    const open = runs[place];
    if (open === undefined || (last.get(open[0].length) ?? 0) <= place) continue;
    do place += 1;
    while (runs[place]?.[0].length !== open[0].length);
    const end = (runs[place]?.index ?? 0) + open[0].length;
    text += line.slice(position, open.index) + '`'.repeat(end - open.index);
    position = end;
  }
  return text + line.slice(position);
}

function keyOf({ text, number, repository }: Omit<IssueReference, 'closes'>): string {
  return number === null ? text : `${(repository ?? '').toLowerCase()}#${String(number)}`;
}

/** A look at one character; most references stand behind no closing keyword. */
function mayClose(text: string, start: number): boolean {
  return is(endOfKeyword, text[text[start - 1] === ' ' ? start - 2 : start - 1]);
}

function readLine(line: string, references: Map<string, IssueReference>): void {
  const text = line.includes('`') ? withoutCode(line) : line;
  // In `Closes: #1, #2` the keyword and its colon are for all of the list.
  let listEnd = -1;
  trigger.lastIndex = 0;
  for (let match = trigger.exec(text); match !== null; match = trigger.exec(text)) {
    const found = foundAt(text, match.index);
    if (found === null) continue;
    const { reference, start, end } = found;
    const keyword = mayClose(text, start) ? closingKeyword.exec(text.slice(Math.max(0, start - 20), start)) : null;
    const inList = listEnd >= 0 && start - listEnd < 10 && listSeparator.test(text.slice(listEnd, start));
    const closes = keyword !== null || inList;
    listEnd = inList || keyword?.groups?.['colon'] !== undefined ? end : -1;
    const key = keyOf(reference);
    const before = references.get(key);
    const { text: written, number, repository } = before ?? reference;
    references.set(key, { text: written, number, repository, closes: closes || before?.closes === true });
  }
}

/** The lines that are the author's own words: outside fences, and neither indented as code nor quoted. */
function readBody(body: string, references: Map<string, IssueReference>): void {
  if (body.includes('```') || body.includes('~~~')) readBetweenFences(body, references);
  else readLines(body, references);
}

/** Only lines that can name an issue are looked at. */
function readLines(body: string, references: Map<string, IssueReference>): void {
  trigger.lastIndex = 0;
  for (let match = trigger.exec(body); match !== null; match = trigger.exec(body)) {
    const newline = body.indexOf('\n', match.index);
    const end = newline < 0 ? body.length : newline;
    const line = body.slice(body.lastIndexOf('\n', match.index) + 1, end);
    if (!quoted.test(line)) readLine(line, references);
    trigger.lastIndex = end;
  }
}

function readBetweenFences(body: string, references: Map<string, IssueReference>): void {
  let open: string | null = null;
  let position = 0;
  while (position <= body.length) {
    const newline = body.indexOf('\n', position);
    const end = newline < 0 ? body.length : newline;
    const line = body.slice(position, end);
    const mark = fence.exec(line)?.[1];
    if (open !== null) {
      if (mark?.startsWith(open) === true && line.trim() === mark) open = null;
    } else if (mark !== undefined) open = mark;
    else if (!quoted.test(line)) readLine(line, references);
    position = end + 1;
  }
}

/**
 * The issues that a message names, each once, in the order of the message: `#12`, `owner/name#12`, `GH-12`
 * (https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls),
 * addresses of issues on github.com, and tickets of other trackers such as `SHOP-12` (a key of two to ten upper-case
 * letters and digits). Code, fenced, indented and quoted text names none. The numbers of pull requests are among them.
 *
 * A reference closes behind `close`, `fix` or `resolve` in any of GitHub's forms, with or without a colon
 * (https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue);
 * with a colon, as in the footer `Closes: #1, #2`, all of the list. Time is linear in the length of the message.
 */
export function parseIssues(subject: string, body: string): readonly IssueReference[] {
  const [inSubject, inBody] = [hasTrigger(subject), body !== '' && hasTrigger(body)];
  if (!inSubject && !inBody) return none;
  const references = new Map<string, IssueReference>();
  if (inSubject) readLine(subject, references);
  if (inBody) readBody(body, references);
  return references.size === 0 ? none : [...references.values()];
}

const none: readonly IssueReference[] = [];

function hasTrigger(text: string): boolean {
  return text.search(trigger) >= 0;
}
