/** A command of the command line, as its help shows it. */
export interface CommandUsage {
  /** The usage line without the program's name. */
  readonly line: string;
  /** Whole sentences and the list of options. */
  readonly help: string;
}

/** The command was called in a way that it does not understand; the message is one whole sentence. */
export class WrongUse extends Error {
  override name = 'WrongUse';
}

const source = [
  '  --repo DIR      a folder in a clone of the repository; nothing in the clone is run or changed',
  '  --fetch         with --repo: fetches what the clone lacks, from github.com or the server of GITHUB_SERVER_URL,',
  '                  whichever a remote of the clone names; it is kept in a cache folder, outside the clone',
  '  --repository [HOST/]OWNER/NAME',
  "                  asks GitHub's API instead of a clone; without HOST on the server of GITHUB_SERVER_URL, else",
  '                  github.com',
  '  --api-url URL   with --repository: the REST API; else GITHUB_API_URL, else https://api.github.com or',
  '                  https://HOST/api/v3',
  '  --from SHA      what production has: one full commit SHA',
  '  --to SHA        what is to be released: one full commit SHA',
  '  --format NAME   markdown (the default) or json',
].join('\n');

const token =
  'The token is taken from GITHUB_TOKEN and sent only for the server of GITHUB_SERVER_URL, by default github.com.';

const rangeLine = '(--repo DIR | --repository [HOST/]OWNER/NAME) --from SHA --to SHA [options]';

export const commandUsages = {
  changelog: {
    line: `changelog ${rangeLine}`,
    help: [
      'Writes the changelog of the commits between two commits. What could not be read whole says so itself ("complete"',
      'and "notes" in JSON). Exit code: 0 done, 2 wrong use or an error, 130 interrupted.',
      '',
      source,
      '  --newcomers     with --repo: also finds first-time contributors, which takes as long as the whole history is',
      '',
      token,
    ].join('\n'),
  },
  highlights: {
    line: `highlights ${rangeLine}`,
    help: [
      'Finds the database migrations between two commits, what they do, and whether the release can be rolled back.',
      'Exit code: 0 done, 2 wrong use or an error, 130 interrupted.',
      '',
      source,
      '',
      token,
    ].join('\n'),
  },
  gates: {
    line: 'gates --repository [HOST/]OWNER/NAME --pull N [--repo DIR] [--api-url URL] [--format text|json]',
    help: [
      'Judges a release pull request by its gates, under .github/release-review.yml of the production branch. Exit code:',
      '0 all pass, 1 some are open, 2 that could not be told, wrong use or an error, 130 interrupted.',
      '',
      '  --repository    where the pull request is; without HOST on the server of GITHUB_SERVER_URL, else github.com',
      '  --pull N        its number',
      '  --repo DIR      where the policy asks what ships: a folder in a clone that has both commits, instead of the API',
      '  --api-url URL   the REST API; else GITHUB_API_URL, else https://api.github.com or https://HOST/api/v3',
      '  --format NAME   text (the default) or json',
      '',
      token,
    ].join('\n'),
  },
  normalise: {
    line: 'normalise --repository [HOST/]OWNER/NAME --pull N [--write] [--api-url URL] [--format text|json]',
    help: [
      'Completes the description of a release pull request: headings, checklist and, for a high risk, places for the',
      'notes. It only ever adds. Exit code: 0 done, 1 something could not be put in, 2 wrong use or an error, 130',
      'interrupted.',
      '',
      '  --repository    where the pull request is; without HOST on the server of GITHUB_SERVER_URL, else github.com',
      '  --pull N        its number',
      '  --write         writes the description and says what was added; without it the description is printed',
      '  --api-url URL   the REST API; else GITHUB_API_URL, else https://api.github.com or https://HOST/api/v3',
      '  --format NAME   text (the default), in which hidden characters are made visible, or json',
      '',
      token,
    ].join('\n'),
  },
  schema: {
    line: 'schema changelog|highlights|gates|normalise|policy',
    help: [
      'Writes the JSON Schema (draft 2020-12) of what that command writes with --format json, or the one (draft-07)',
      'of the policy file .github/release-review.yml.',
    ].join('\n'),
  },
} as const satisfies Readonly<Record<string, CommandUsage>>;

export type CommandName = keyof typeof commandUsages;

export function isCommandName(text: string): text is CommandName {
  return Object.hasOwn(commandUsages, text);
}

/** `usage: release-review changelog …`, as one line. */
export function usageLine(command: CommandName | null): string {
  return `usage: release-review ${command === null ? 'COMMAND [options]' : commandUsages[command].line}\n`;
}

/** The help of one command, or of the program. */
export function helpText(command: CommandName | null): string {
  if (command !== null) return `${usageLine(command)}\n${commandUsages[command].help}\n`;
  const lines = Object.values(commandUsages).map(({ line }) => `  release-review ${line}`);
  return [
    'Reviews production releases by the rules of the editor extension Release Review.',
    '',
    ...lines,
    '  release-review [COMMAND] --help',
    '  release-review --version',
    '',
    'Exit code: 0 done, 1 gates are open or a description could not be completed, 2 wrong use or an error, 130',
    'interrupted.',
    '',
  ].join('\n');
}
