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
const onlyPull = /^(?:PR |pull request )?#([0-9]{1,10})$/i;
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
function unquote(text: string): string | null {
  const closing = quotes[text[0] ?? ''];
  return closing !== undefined && text.length > 2 && text.endsWith(closing) ? text.slice(1, -1) : null;
}

function target(text: string): RevertClaim {
  const subject = unquote(text) ?? text;
  const pull = parsePullNumber(onlyPull.exec(subject)?.[1] ?? '') ?? splitTrailingPull(subject)?.number ?? null;
  const name = leadingName.exec(subject)?.[1];
  return { shas: name === undefined ? [] : [name], pull, subject };
}

/** What the subject alone says, or `null` when it is not the subject of a revert. */
function toldBySubject(header: Header | null, title: string): RevertClaim | null {
  if (header?.type === 'revert') return target(header.description);
  const statement = header?.description ?? title;
  const word = /^(revert|reapply)(?:s|ed|ing)?[ :]\s*/i.exec(statement);
  if (word === null) return null;
  const rest = statement.slice(word[0].length).trim();
  const quoted = unquote(rest) ?? unquote(splitTrailingPull(rest)?.rest ?? '');
  if (word[1]?.toLowerCase() === 'reapply') {
    // git names the revert of `Revert "x"` so (sequencer.c, refer_to_commit and do_pick_commit, since 2.43).
    return quoted === null ? null : { shas: [], pull: null, subject: `Revert "${quoted}"` };
  }
  // `feat: revert button` is a feature: after another type, only a quoted subject makes a revert.
  if (header !== null && quoted === null && !onlyPull.test(rest)) return null;
  // `Revert "x" in part` says that something else is left: only a name in the body can tell.
  if (quoted === null && (rest[0] ?? '') in quotes) return { shas: [], pull: null, subject: null };
  return target(quoted ?? rest);
}

/**
 * What a commit takes back, told by its subject: `Revert "…"`, `revert: …`, `Reapply "…"` (which takes back a
 * revert), also without quotation marks and as `fix: revert "…"`. A body that quotes `This reverts commit …` under
 * any other subject says nothing: squashed branches carry such lines.
 * @param title the subject without the number of its own pull request
 * @param body the rest of the message
 */
export function parseRevert(
  header: Header | null,
  title: string,
  body: string,
  footers: readonly Footer[],
): RevertClaim | null {
  const told = toldBySubject(header, title);
  if (told === null) return null;
  const shas = [...told.shas, ...namesInBody(body), ...namesInFooters(footers)].map((name) => name.toLowerCase());
  const pull = told.pull ?? parsePullNumber(pullInBody.exec(body)?.[1] ?? '');
  return { shas: [...new Set(shas)], pull, subject: told.subject };
}
