import { HumanError } from '../../core/errors';
import type { Environment } from '../../core/environmentToken';
import { parseRepository, type RepositoryId } from '../../core/repository';

/** Where the changelog of a release is written to. */
export type ChangelogPlace = 'comment' | 'description' | 'both' | 'none';

/** What a run of the Action is asked for. */
export interface ActionInputs {
  readonly repository: RepositoryId;
  readonly apiUrl: string;
  /** `null`: the event is about no pull request. */
  readonly pull: number | null;
  readonly changelog: ChangelogPlace;
  /** Whether what the description lacks is put into it. */
  readonly normalise: boolean;
  /** Whether the gates are reported as a check run. */
  readonly check: boolean;
  /** The run of the workflow; its own job is no check to wait for. */
  readonly runId: string | null;
}

/**
 * Reads the inputs as GitHub hands them to an Action (`INPUT_` variables) and the variables of the run.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs and
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 *
 * @param event the text of the file that `GITHUB_EVENT_PATH` names
 * @throws {HumanError} `invalid-input`
 */
export function readActionInputs(environment: Environment, event: string): ActionInputs {
  const server = environment['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const name = environment['GITHUB_REPOSITORY'] ?? '';
  const host = URL.canParse(server) ? new URL(server).host : '';
  const repository = parseRepository(`${host}/${name}`);
  if (repository === undefined) throw wrong('GITHUB_REPOSITORY', 'owner/name', name);
  return {
    repository,
    apiUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    pull: pullOf(input(environment, 'pull'), event),
    changelog: oneOf(environment, 'changelog', ['comment', 'description', 'both', 'none']),
    normalise: oneOf(environment, 'normalise', ['true', 'false']) === 'true',
    check: oneOf(environment, 'check', ['true', 'false']) === 'true',
    runId: environment['GITHUB_RUN_ID'] ?? null,
  };
}

function input(environment: Environment, name: string): string {
  return (environment[`INPUT_${name.toUpperCase()}`] ?? '').trim();
}

/** The first of the values holds where the input is empty. */
function oneOf<const T extends string>(environment: Environment, name: string, values: readonly [T, ...T[]]): T {
  const given = input(environment, name);
  if (given === '') return values[0];
  const found = values.find((value) => value === given);
  if (found === undefined) throw wrong(`The input ${name}`, values.join(', '), given);
  return found;
}

/** The number that the workflow names, else that of the event's pull request. */
function pullOf(given: string, event: string): number | null {
  if (given !== '') {
    if (!/^[1-9]\d{0,8}$/.test(given)) throw wrong('The input pull', 'the number of a pull request', given);
    return Number(given);
  }
  const payload = parsed(event);
  const direct = numberIn(member(payload, 'pull_request'));
  if (direct !== null) return direct;
  const issue = member(payload, 'issue');
  // A comment on an issue has no pull request behind it.
  if (issue !== undefined) return member(issue, 'pull_request') === undefined ? null : numberIn(issue);
  return onlyPull(['workflow_run', 'check_suite', 'check_run'].map((name) => member(payload, name)));
}

/** The pull request of what ran, when it is of one alone. */
function onlyPull(ran: readonly unknown[]): number | null {
  const pulls = ran.map((each) => member(each, 'pull_requests')).find((each) => Array.isArray(each)) ?? [];
  return pulls.length === 1 ? numberIn(pulls[0]) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HumanError('invalid-input', 'The file that GITHUB_EVENT_PATH names is not JSON.');
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (Reflect.get(value, name) as unknown)
    : undefined;
}

function numberIn(value: unknown): number | null {
  const number = member(value, 'number');
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null;
}

function wrong(what: string, expected: string, found: string): HumanError {
  return new HumanError('invalid-input', `${what} has to be ${expected}, found ${JSON.stringify(found)}.`);
}
