import type { Footer, Header } from './conventional';
import { parsePullNumber, splitTrailingPull } from './pullSubject';

/** What a revert says it takes back. Nothing here is checked against a history. */
export interface RevertClaim {
  /** Full or abbreviated object names in lower case, 7 to 64 hex digits, as named. */
  readonly shas: readonly string[];
  /** The pull request that is taken back. */
  readonly pull: number | null;
  /** The subject of the commit that is taken back. */
  readonly subject: string | null;
}

const named = /[Tt]his reverts commits?\s+/g;
const nameInList = /([0-9a-fA-F]{7,64})(?![0-9a-zA-Z])(?:\s*,\s*(?:and\s+)?|\s+and\s+)?/y;
const pullInBody = /^Reverts (?:[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+)?#([0-9]{1,10})(?![0-9])/m;
const leadingName = /^(?:commit )?([0-9a-f]{7,64})(?![0-9a-z])/i;
const onlyPull = /^(?:PR |pull request |[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+)?#([0-9]{1,10})$/i;
const opensWithRevert = /^(?:[*-] )?(?:[\w()/-]{1,60}: )?(?:reverts?[: ]|this reverts commits? )/i;
const again = /^re-?(?:land|apply)$/;
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”' };

/** git writes `This reverts commit <name>.`, for a merge `…, reversing changes made to <name>.`: the first counts. */
function namesInBody(body: string): string[] {
  const names: string[] = [];
  if (!body.includes('his reverts commit')) return names;
  for (const match of body.matchAll(named)) {
    nameInList.lastIndex = match.index + match[0].length;
    for (let name = nameInList.exec(body); name !== null; name = nameInList.exec(body)) names.push(name[1] ?? '');
  }
  return names;
}

/** `Refs: 676104e, a215868`: the specification's recommendation for reverts. */
function namesInFooters(footers: readonly Footer[]): string[] {
  return footers
    .filter((footer) => footer.token.toLowerCase() === 'refs')
    .flatMap((footer) => footer.value.split(/[\s,;]/))
    .filter((word) => /^[0-9a-f]{7,64}$/i.test(word));
}

/** The text between the quotation marks when `text` is nothing but a quotation. */
function unquote(written: string): string | null {
  const text = written.endsWith('.') ? written.slice(0, -1) : written;
  const closing = quotes[text[0] ?? ''];
  return closing !== undefined && text.length > 2 && text.endsWith(closing) ? text.slice(1, -1).trim() : null;
}

function target(text: string): RevertClaim {
  const subject = unquote(text) ?? text;
  const pull = parsePullNumber(onlyPull.exec(subject)?.[1] ?? '') ?? splitTrailingPull(subject)?.number ?? null;
  const name = leadingName.exec(subject)?.[1];
  return { shas: name === undefined ? [] : [name], pull, subject };
}

/** What comes back: the revert of it is taken back. */
function comesBack(text: string, isWhole: boolean): RevertClaim {
  const quoted = unquote(text) ?? unquote(splitTrailingPull(text)?.rest ?? '');
  const subject = quoted ?? (isWhole ? text : null);
  return { shas: [], pull: null, subject: subject === null || subject === '' ? null : `Revert "${subject}"` };
}

/** What the subject alone says, or `null` when it is not the subject of a revert. */
function toldBySubject(header: Header | null, title: string): RevertClaim | null {
  if (header?.type === 'revert') return target(header.description);
  if (header !== null && again.test(header.type)) return comesBack(header.description, true);
  const statement = header?.description ?? title;
  const word = /^(revert(?:s|ed|ing)?|re-?(?:land|apply)(?:s|ed|ing)?)(?: *(:)|,? )\s*/i.exec(statement);
  if (word === null) return null;
  const rest = statement.slice(word[0].length).trim();
  if (!/^revert/i.test(word[1] ?? '')) {
    // git names the revert of `Revert "x"` so (sequencer.c, refer_to_commit and do_pick_commit, since 2.43).
    return comesBack(rest, header === null && word[2] !== undefined);
  }
  const quoted = unquote(rest) ?? unquote(splitTrailingPull(rest)?.rest ?? '');
  // `feat: revert button` is a feature: after another type, only a quotation makes a revert, or a number at the end.
  if (header !== null && quoted === null && !onlyPull.test(rest) && splitTrailingPull(rest) === null) return null;
  // `Revert "x" in part` says that something else is left: only a name in the body can tell.
  const isPart = quoted === null && (rest[0] ?? '') in quotes;
  if (isPart && (header === null || !rest.startsWith('`'))) return { shas: [], pull: null, subject: null };
  return target(quoted ?? rest);
}

/**
 * `fix: revert the new parser`, where the body begins with what git wrote for the revert: then the names there count.
 * A feature that has to do with reverting is none.
 */
function opensBody(header: Header | null, body: string): RevertClaim | null {
  if (header === null || header.type === 'feat' || !/^revert\b/i.test(header.description)) return null;
  return opensWithRevert.test(body) ? { shas: [], pull: null, subject: null } : null;
}

const marks = /^(?:\[[^\]]{1,60}\]\s*){1,5}/;

/** `[Fix 123] Revert "x"`: after a mark in brackets only together with the line that git wrote for it. */
function behindMarks(title: string, body: string): RevertClaim | null {
  const found = marks.exec(title);
  if (found === null || namesInBody(body).length === 0) return null;
  return toldBySubject(null, title.slice(found[0].length));
}

/** `Revert "x (#1)"` without the number; the subject itself when it has none. */
function withoutInnerPull(subject: string): string {
  const quoted = /^Revert "(.*)"$/.exec(subject)?.[1];
  const inner = quoted === undefined ? null : splitTrailingPull(quoted);
  return inner === null ? subject : `Revert "${inner.rest}"`;
}

/** The mark, in place of a number, that a revert quotes a subject with one. */
function anyNumber(subject: string): string {
  return `${subject.slice(0, -1)} (#)"`;
}

/**
 * The subjects by which the target of a claim is looked for, the nearest first. One that comes back as `x (#1)` may have
 * been reverted as `x`, and the other way round; never as `x (#2)`.
 */
export function relandKeys({ subject }: RevertClaim): readonly string[] {
  if (subject === null) return [];
  if (!subject.startsWith('Revert "')) return [subject];
  const bare = withoutInnerPull(subject);
  return bare === subject ? [subject, anyNumber(subject)] : [subject, bare];
}

/** The subjects under which a revert is found that is worded otherwise, as `revert: x` is for `Revert "x"`. */
export function revertAliases({ subject }: RevertClaim): readonly string[] {
  if (subject === null) return [];
  const alias = `Revert "${subject}"`;
  const bare = withoutInnerPull(alias);
  return bare === alias ? [alias] : [alias, anyNumber(bare)];
}

/**
 * What a commit takes back, told by its subject: `Revert "…"`, `revert: …`, also without quotation marks and as
 * `fix: revert "…"`, or after a mark such as `[7-1]` where the body names the commit; `Reapply "…"`, `Reland "…"` and `reland: …`, which take back a revert. A body that quotes
 * `This reverts commit …` under any other subject says nothing: squashed branches carry such lines.
 * @param title the subject without the number of its own pull request
 * @param body the rest of the message
 */
export function parseRevert(
  header: Header | null,
  title: string,
  body: string,
  footers: readonly Footer[],
): RevertClaim | null {
  const told = toldBySubject(header, title) ?? opensBody(header, body) ?? behindMarks(title, body);
  if (told === null) return null;
  const shas = [...told.shas, ...namesInBody(body), ...namesInFooters(footers)].map((name) => name.toLowerCase());
  const pull = told.pull ?? parsePullNumber(pullInBody.exec(body)?.[1] ?? '');
  if (shas.length === 0 && pull === null && told.subject === null) return null;
  return { shas: [...new Set(shas)], pull, subject: told.subject };
}
