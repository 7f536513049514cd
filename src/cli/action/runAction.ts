import { whyNothingShips } from '../../core/changelog/shipped';
import { HumanError } from '../../core/errors';
import { judge, rejudged } from '../../core/judge';
import { known, unknown, type Known } from '../../core/known';
import { neededFacts } from '../../core/policy/neededFacts';
import { withoutOwnRun } from '../../core/policy/ownRun';
import { openGates } from '../../core/policy/gate';
import { whyNoPolicy } from '../../core/policy/policySource';
import type { Forge } from '../../core/ports';
import { shippedOf, type RangeContents } from '../../core/shippedOf';
import { rangeOf, whyNoRelease, type ReleaseSnapshot, type ShipEnds } from '../../core/snapshot';
import { attempt } from '../../store/attempt';
import { judgedRange } from '../../store/shippedNow';
import { gatesJson } from '../gatesJson';
import { connectTo } from '../gitHub';
import { readPullAsRelease, readShipping } from '../judgeRelease';
import { readActionInputs, type ActionInputs } from './actionInputs';
import { changelogComment, saveChangelogComment } from './changelogComment';
import { describeRelease } from './describeRelease';
import { gateCheckOf, runSummary, saveGateReport } from './gateReport';
import { failureText, type RunPart } from './permissions';
import { readReleaseChangelog, type ReleaseChangelog } from './releaseChangelog';
import type { Runner } from './runner';

/** One run on one release. */
interface Run {
  readonly runner: Runner;
  readonly inputs: ActionInputs;
  readonly forge: Forge;
  readonly read: () => Promise<ReleaseSnapshot>;
  /** What was done and what was not, as sentences. */
  readonly told: string[];
  /** What could not be done, as sentences. */
  readonly failures: string[];
}

/**
 * The GitHub Action: writes the changelog of a release, completes its description, and reports its gates as a check.
 * Gives the exit code of the process: 0 done, whatever the gates say, and also where the pull request is no release; 1
 * when a part could not be done, each with a sentence; 130 interrupted. Never rejects.
 */
export async function runAction(runner: Runner): Promise<number> {
  try {
    const inputs = readActionInputs(runner.environment, await runner.event());
    const { pull } = inputs;
    if (pull === null) return await tellNoRelease(runner, 'The event is about no pull request.');
    const forge = connect(runner, inputs);
    const progress = { signal: runner.signal, progress: () => undefined };
    const read = (): Promise<ReleaseSnapshot> => readPullAsRelease(forge, inputs.repository, pull, progress);
    const release = await read();
    const why = whyNoRelease(release);
    if (why !== null) return await tellNoRelease(runner, `#${pull} is no release: ${why}.`);
    return await runOn({ runner, inputs, forge, read, told: [], failures: [] }, release);
  } catch (error) {
    if (runner.signal.aborted) return 130;
    runner.annotate('error', failureText(error, 'read'));
    return 1;
  }
}

/** The host's token is the one of the input, whatever else the environment has. */
function connect({ environment, signal }: Runner, { repository, apiUrl }: ActionInputs): Forge {
  const token = environment['INPUT_TOKEN']?.trim() ?? '';
  if (token === '') throw new HumanError('signed-out', 'The input token is empty.');
  return connectTo(repository.host, apiUrl, { ...environment, GITHUB_TOKEN: token }, signal);
}

async function tellNoRelease(runner: Runner, why: string): Promise<number> {
  runner.log(`${why} Nothing to do.`);
  await runner.output('release', 'false');
  return 0;
}

async function runOn(run: Run, release: ReleaseSnapshot): Promise<number> {
  const { runner, told, failures } = run;
  const range = rangeOf(release);
  const contents = await readContents(run, release, range);
  if (release.pull.state === 'open') await write(run, release, range, contents);
  else told.push(`The pull request is ${release.pull.state}: nothing was written.`);

  // What was written, and what others did meanwhile, is judged as it is now.
  const judged = judgedIn(run, await run.read(), range, contents);
  if (run.inputs.check && judged.pull.state === 'open') await report(run, judged);
  for (const line of told) runner.log(line);
  for (const line of failures) runner.annotate('error', line);
  await tell(run, judged);
  return failures.length === 0 ? 0 : 1;
}

/** What ships, where something asks for it. */
async function readContents(
  { runner, inputs, forge }: Run,
  release: ReleaseSnapshot,
  range: ShipEnds | null,
): Promise<Known<RangeContents>> {
  if (range === null) return unknown('the two version files do not name two commits');
  const { repository, policy, pull } = release;
  const wanted = inputs.changelog !== 'none' && pull.state === 'open';
  if (!wanted && !neededFacts(policy).shipped) return unknown('nothing asks for it');
  const progress = { signal: runner.signal, progress: () => undefined };
  return attempt(
    readShipping(forge.history(repository), range, { owner: repository.owner, servers: policy.migrations }, progress),
  );
}

/** Writes the changelog and completes the description; what fails of it leaves the gates to be reported. */
async function write(
  run: Run,
  release: ReleaseSnapshot,
  range: ShipEnds | null,
  contents: Known<RangeContents>,
): Promise<void> {
  const { inputs, forge, told, failures, read } = run;
  const why = whyNoPolicy(release.policySource);
  if (why !== null) {
    // Its version file, checklist and sections are not known.
    run.runner.annotate('warning', `Only the gates are reported: ${why}.`);
    return;
  }
  const changelog = inputs.changelog === 'none' ? null : await changelogFor(run, release, range, contents);
  const hasPlace = inputs.changelog === 'description' || inputs.changelog === 'both';
  const put = hasPlace && changelog !== null ? changelog.shipped : null;
  if (inputs.normalise || put !== null) {
    await step(failures, 'description', async () => {
      const wanted = { normalise: inputs.normalise, changelog: put, hasPlace };
      const { added, problems } = await describeRelease(forge, release, wanted, read);
      told.push(added.length === 0 ? 'Description: unchanged.' : `Description: added ${added.join(', ')}.`);
      for (const problem of problems) run.runner.annotate('warning', `Description: ${problem}`);
    });
  }
  if (changelog !== null && (inputs.changelog === 'comment' || inputs.changelog === 'both')) {
    await step(failures, 'comment', async () => {
      const text = changelogComment(changelog.shipped, release.repository, changelog.recovery);
      const written = await saveChangelogComment(forge, release, text);
      told.push(`Changelog comment: ${written ? 'written' : 'unchanged'}.`);
    });
  }
}

/** `null` when there is nothing to write, or it could not be read; both are told. */
async function changelogFor(
  { runner, forge, told, failures }: Run,
  release: ReleaseSnapshot,
  range: ShipEnds | null,
  contents: Known<RangeContents>,
): Promise<ReleaseChangelog | null> {
  if (range === null) {
    told.push('No changelog: the two version files do not name two commits.');
    return null;
  }
  if (!contents.known) {
    failures.push(`What ships could not be read: ${contents.reason}`);
    return null;
  }
  const reader = {
    signal: runner.signal,
    progress: () => undefined,
    warn: (text: string): void => runner.annotate('warning', text),
  };
  const changelog = await attempt(readReleaseChangelog(forge, release, range, contents.value, reader));
  if (!changelog.known) {
    failures.push(`The changelog could not be made: ${changelog.reason}`);
    return null;
  }
  const nothing = whyNothingShips(changelog.value.shipped);
  if (nothing === null) return changelog.value;
  told.push(nothing);
  return null;
}

/** The release by what is known of its contents, without the jobs of this run. */
function judgedIn(
  { inputs }: Run,
  release: ReleaseSnapshot,
  range: ShipEnds | null,
  contents: Known<RangeContents>,
): ReleaseSnapshot {
  const whole = neededFacts(release.policy).shipped ? rejudged(release, shippedFor(release, range, contents)) : release;
  if (inputs.runId === null) return whole;
  const facts = withoutOwnRun(whole.facts, inputs.runId);
  return { ...whole, facts, ...judge(facts, whole.policy, whole.policySource) };
}

function shippedFor(
  { facts }: ReleaseSnapshot,
  range: ShipEnds | null,
  contents: Known<RangeContents>,
): ReleaseSnapshot['facts']['shipped'] {
  const judged = judgedRange(facts);
  if (!judged.known) return judged;
  if (judged.value.from !== range?.from || judged.value.to !== range.to) {
    return unknown('the release moved while what ships was read');
  }
  return contents.known ? known(shippedOf(contents.value)) : contents;
}

async function report({ forge, told, failures }: Run, release: ReleaseSnapshot): Promise<void> {
  await step(failures, 'check', async () => {
    const written = await saveGateReport(forge, release);
    const { state, title } = gateCheckOf(release);
    told.push(`Check: ${state} (${title}), ${written ? 'reported' : 'reported before'}.`);
  });
}

/** A part that may fail alone. */
async function step(failures: string[], part: RunPart, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failures.push(failureText(error, part));
  }
}

/** Outputs and summary. */
async function tell({ runner, told, failures }: Run, release: ReleaseSnapshot): Promise<void> {
  await runner.output('release', 'true');
  await runner.output('verdict', release.verdict);
  await runner.output(
    'open',
    openGates(release.gates)
      .map(({ id }) => id)
      .join(','),
  );
  await runner.output('json', JSON.stringify(gatesJson(release)));
  await runner.summarise(runSummary(release, [...told, ...failures]));
}
