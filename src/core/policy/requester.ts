import { known, unknown, type Known } from '../known';
import type { PullCommit, PullRequest } from '../release';

/**
 * Who made a bot open the pull request; `null` when a person opened it, or the bot names nobody.
 *
 * The forge does not record it, so it is what the bot wrote itself:
 * 1. a line of its own that says `Requested by @login` (also `Triggered by`, `Initiated by`, `On behalf of`), in the
 *    description or, as a trailer (`Requested-by: @login`), in the message of one of its commits;
 * 2. without any, the people whom its commits name as co-authors by GitHub's own addresses
 *    (https://docs.github.com/en/account-and-profile/reference/email-addresses-reference#your-noreply-email-address): a
 *    coding agent's commits name who gave it the task that way.
 *
 * Assignees are not taken for it: anybody may assign anybody. Two different names are a contradiction, and unknown.
 */
export function requesterOf(pull: PullRequest, commits: Known<readonly PullCommit[]>): Known<string | null> {
  if (!pull.author.isBot) return known(null);
  if (!commits.known) return unknown(`the commits of the pull request could not be read: ${commits.reason}`);
  const messages = commits.value.map(({ message }) => message);
  const isPerson = (login: string): boolean =>
    !login.endsWith('[bot]') && login.toLowerCase() !== pull.author.login.toLowerCase();
  const asked = distinct([pull.body, ...messages].flatMap(askedBy).filter(isPerson));
  const named = asked.length > 0 ? asked : distinct(messages.flatMap(coAuthors).filter(isPerson));
  const [first, ...more] = named;
  if (first === undefined) return known(null);
  if (more.length === 0) return known(first);
  const names = named.slice(0, 5).map((login) => `@${login}`);
  return unknown(`it names several people who asked for it (${names.join(', ')}${named.length > 5 ? ', …' : ''})`);
}

// A login: https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
const login = String.raw`([A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})(?:\[bot\])?)`;
const askedLine = new RegExp(
  String.raw`^(?:(?:requested|triggered|initiated)[ -]by|on[ -]behalf[ -]of)[:\s]+@${login}$`,
  'i',
);

function askedBy(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    // What Markdown and comments put around a line.
    const bare = line.length > 300 ? '' : line.replace(/<!--|-->|[*>`]/g, '').replace(/^[\s_+-]+|[\s_.]+$/g, '');
    const found = askedLine.exec(bare)?.[1];
    return found === undefined ? [] : [found];
  });
}

const coAuthorLine = new RegExp(
  String.raw`^co-authored-by:[^<]{0,200}<(?:\d{1,20}\+)?${login}@users\.noreply\.[\w.-]{1,100}>$`,
  'i',
);

function coAuthors(message: string): readonly string[] {
  return message.split(/\r?\n/).flatMap((line) => {
    const found = line.length > 500 ? undefined : coAuthorLine.exec(line.trim())?.[1];
    return found === undefined ? [] : [found];
  });
}

/** The first spelling of each; logins are compared without case. */
function distinct(logins: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const each of logins) if (!seen.has(each.toLowerCase())) seen.set(each.toLowerCase(), each);
  return [...seen.values()];
}
