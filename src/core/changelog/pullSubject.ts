/** A pull request as a commit's subject names it. */
export interface PullSubject {
  readonly number: number;
  /** The subject without the number, or what stands in the body of a merge; `null` when the message has no title. */
  readonly title: string | null;
  /** `merge`: the words that a host writes on a merge commit; `squash`: a number at the end of the subject. */
  readonly kind: 'merge' | 'squash';
}

/** Reads a pull request number: a positive decimal without leading zero, at most ten digits. */
export function parsePullNumber(digits: string): number | null {
  return /^[1-9][0-9]{0,9}$/.test(digits) ? Number(digits) : null;
}

/**
 * The `(#12)` that GitHub puts at the end of a squash commit's subject, and the text before it. Of several, as in
 * `fix: x (#1) (#2)`, the last one is the pull request; those before it are part of its title.
 */
export function splitTrailingPull(text: string): { readonly rest: string; readonly number: number } | null {
  const trimmed = text.trimEnd();
  if (!trimmed.endsWith(')')) return null;
  const open = trimmed.lastIndexOf('(#');
  if (open < 0) return null;
  const number = parsePullNumber(trimmed.slice(open + 2, -1));
  return number === null ? null : { rest: trimmed.slice(0, open).trimEnd(), number };
}

/** The number after `prefix`, with what follows it. */
function numberAfter(subject: string, prefix: string): { readonly number: number; readonly rest: string } | null {
  if (!subject.startsWith(prefix)) return null;
  const digits = /^[0-9]{1,11}/.exec(subject.slice(prefix.length, prefix.length + 11))?.[0] ?? '';
  const number = parsePullNumber(digits);
  return number === null ? null : { number, rest: subject.slice(prefix.length + digits.length) };
}

function firstLine(body: string): string | null {
  const start = body.trimStart();
  const end = start.indexOf('\n');
  const line = (end < 0 ? start : start.slice(0, end)).trim();
  return line === '' ? null : line;
}

// Texts that keep continuous integration from running
// (https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs); some stand behind the number.
const skipMarker = /\s\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]$/i;

/** A squash subject: the number at its end, or before a marker such as `[skip ci]`, which stays in the title. */
function splitSquash(subject: string): { readonly rest: string; readonly number: number } | null {
  const trimmed = subject.trimEnd();
  const marker = trimmed.endsWith(']') ? skipMarker.exec(trimmed.slice(-24)) : null;
  if (marker === null) return splitTrailingPull(trimmed);
  const squash = splitTrailingPull(trimmed.slice(0, -marker[0].length));
  return squash === null ? null : { number: squash.number, rest: `${squash.rest}${marker[0]}`.trim() };
}

// "Merge branch 'x' into 'y'", the title, and at the end the reference
// (https://docs.gitlab.com/user/project/merge_requests/commit_templates/, "Default template").
const seeMergeRequest = /^See merge request (?:[\w./-]+)?!([0-9]{1,10})[^\S\n]*$/gm;

function parseGitLabMerge(subject: string, body: string): PullSubject | null {
  if (!subject.startsWith("Merge branch '") || !body.includes('See merge request ')) return null;
  const number = parsePullNumber([...body.matchAll(seeMergeRequest)].at(-1)?.[1] ?? '');
  if (number === null) return null;
  const title = firstLine(body);
  return { number, title: title?.startsWith('See merge request ') === true ? null : title, kind: 'merge' };
}

const mergedIn = /^Merged in .*\(pull request #([0-9]{1,10})\)\s*$/;

/** Whether GitHub wrote this subject, on merging the private fork in which a security advisory was worked on. */
export function mergesAdvisoryFork(subject: string): boolean {
  return subject === 'Merge commit from fork';
}

/**
 * The pull request that a subject names, in the words of the hosts:
 * `Merge pull request #n from a/b` (GitHub; older Bitbucket Server says `in`), title in the body;
 * `Auto merge of #n - a:b, r=c` (bors, homu), title in the body;
 * `Merged in x (pull request #n)` (Bitbucket Cloud), title in the body;
 * `Pull request #n: title` (Bitbucket Server);
 * `Merge branch 'x' into 'y'` with `See merge request group/project!n` in the body (GitLab), title in the body;
 * and `title (#n)` (a squash on GitHub), also before a marker such as `[skip ci]`.
 */
export function parsePullSubject(subject: string, body: string): PullSubject | null {
  for (const prefix of ['Merge pull request #', 'Auto merge of #']) {
    const found = numberAfter(subject, prefix);
    if (found !== null && (found.rest === '' || found.rest.startsWith(' '))) {
      return { number: found.number, title: firstLine(body), kind: 'merge' };
    }
  }
  const server = numberAfter(subject, 'Pull request #');
  if (server?.rest.startsWith(': ') === true) {
    const title = server.rest.slice(2).trim();
    return { number: server.number, title: title === '' ? null : title, kind: 'merge' };
  }
  if (subject.startsWith('Merged in ')) {
    const number = parsePullNumber(mergedIn.exec(subject)?.[1] ?? '');
    if (number !== null) return { number, title: firstLine(body), kind: 'merge' };
  }
  const gitLab = parseGitLabMerge(subject, body);
  if (gitLab !== null) return gitLab;
  const squash = splitSquash(subject);
  if (squash === null) return null;
  return { number: squash.number, title: squash.rest === '' ? null : squash.rest, kind: 'squash' };
}
