import type { Check, Deployment } from '../../release';
import { shortSha, type Sha } from '../../sha';
import { samePin } from '../../versionFile';
import { judgeEach, leftWords, matchesCheck, type CheckVerdict } from '../checkResults';
import type { CandidateFacts, Gate, GateAction, GateEvidence, GateFacts, GateState, TargetMove } from '../gate';
import type { Policy, ProvenancePolicy, Target } from '../policy';
import { zonedWords } from '../zonedTime';

/**
 * Where the proposed commit comes from: "By the time a SHA is a candidate for release, it has already been merged to
 * main, deployed to beta, and exercised by the post-merge test suite" (process description). It is on the candidate
 * branch; its own checks are green and it was deployed to staging, as far as the policy asks; and for a pinned digest
 * there is a build attestation that names this repository.
 */
export function provenanceGate(facts: GateFacts, policy: Policy): Gate {
  const { provenance } = policy;
  const first = { target: facts.target, previous: facts.previous, proposed: facts.proposed };
  const parts = [
    ...partsOf(first, facts.candidate, facts, provenance),
    ...facts.otherTargets.flatMap((move) => otherParts(move, facts, provenance)),
  ];
  const gate = {
    id: 'provenance',
    title: 'Provenance',
    actors: [`@${facts.pull.author.login}`],
    enforced: false,
    advisory: false,
    evidence: parts.flatMap(({ evidence }) => evidence),
  } as const;
  const needed = parts.filter(({ advisory }) => !advisory);
  const state = worst(needed.map((part) => part.state));
  const said = needed.filter((part) => part.state === state).map(({ words }) => words);
  const warned = parts
    .filter((part) => part.advisory && part.state !== 'pass')
    .map(({ words }) => `${words} (advisory)`);
  const detail = [...said, ...warned].map((words) => `${words}.`).join(' ');
  return { ...gate, state, detail, action: actionOf(state, needed) };
}

type PartState = 'pass' | 'fail' | 'pending' | 'unknown';

interface Part {
  readonly state: PartState;
  /** Shown, and does not hold the release back. */
  readonly advisory: boolean;
  /** A sentence without its full stop. */
  readonly words: string;
  readonly evidence: readonly GateEvidence[];
  readonly url: string | null;
}

function worst(states: readonly PartState[]): PartState {
  return (['fail', 'unknown', 'pending'] as const).find((state) => states.includes(state)) ?? 'pass';
}

function actionOf(state: GateState, parts: readonly Part[]): GateAction | null {
  if (state === 'pass') return null;
  const url = parts.find((part) => part.state === state && part.url !== null)?.url;
  if (url != null) return { kind: 'open-url', url };
  return { kind: state === 'fail' ? 'open-pull' : 'refresh' };
}

/** What is required, or shown only, and with which evidence where one line says it all. */
function part(state: PartState, words: string, more: Partial<Part> = {}): Part {
  const advisory = more.advisory ?? false;
  const url = more.url ?? null;
  const text = advisory ? `${words} (advisory)` : words;
  return { state, words, advisory, url, evidence: [{ text, state, ...(url === null ? {} : { url }) }], ...more };
}

type Move = Pick<TargetMove, 'target' | 'proposed'>;

/** Another target that proposes the same commit has the same behind it. */
function otherParts(move: TargetMove, facts: GateFacts, policy: ProvenancePolicy): readonly Part[] {
  const { target, proposed } = move;
  const isSame = proposed.known && facts.proposed.known && samePin(proposed.value, facts.proposed.value);
  if (isSame) return [];
  if (move.candidate === undefined) return [part('unknown', `Where ${target.name} comes from was not read`)];
  return partsOf(move, move.candidate, facts, policy).map((each) => ({
    ...each,
    words: `${target.name}: ${each.words}`,
    evidence: each.evidence.map((line) => ({ ...line, text: `${target.name}: ${line.text}` })),
  }));
}

function partsOf(move: Move, candidate: CandidateFacts, facts: GateFacts, policy: ProvenancePolicy): readonly Part[] {
  const { proposed, target } = move;
  if (!proposed.known) return [part('unknown', `${target.file} could not be read: ${proposed.reason}`)];
  if (proposed.value.state !== 'valid') {
    const attested =
      proposed.value.state === 'unresolved' ? attestationPart(candidate, policy, target, null, facts) : [];
    return [part('unknown', 'There is no commit to look at'), ...attested];
  }
  const { sha } = proposed.value;
  return [
    branchPart(candidate, shortSha(sha)),
    ...ciPart(candidate, policy),
    ...stagingPart(candidate, policy, sha),
    ...attestationPart(candidate, policy, target, sha, facts),
  ];
}

function branchPart({ branch, onBranch }: CandidateFacts, name: string): Part {
  if (!onBranch.known) return part('unknown', `Whether ${name} is on ${branch} could not be read: ${onBranch.reason}`);
  return onBranch.value ? part('pass', `${name} is on ${branch}`) : part('fail', `${name} is not on ${branch}`);
}

function ciPart({ checks }: CandidateFacts, { ci, ciChecks }: ProvenancePolicy): readonly Part[] {
  if (ci === 'off') return [];
  const advisory = ci === 'advisory';
  if (!checks.known) return [part('unknown', `Its own checks could not be read: ${checks.reason}`, { advisory })];
  const verdicts =
    ciChecks.length === 0 ? judgeEach(checks.value) : ciChecks.map((name) => judgeNamed(name, checks.value));
  if (verdicts.length === 0) return [part('fail', 'No check ever ran on it', { advisory })];
  const state = worst(verdicts.map((each) => each.state));
  const passed = verdicts.filter((each) => each.state === 'pass').length;
  const words = `${passed} of ${verdicts.length} of its own checks passed${leftWords(verdicts)}`;
  const url = verdicts.find((each) => each.state === state && each.url !== undefined)?.url ?? null;
  const note = advisory ? 'its own check, advisory' : 'its own check';
  const evidence = verdicts.map((each) => ({ ...each, text: `${each.text} (${note})` }));
  return [part(state, words, { advisory, evidence, url })];
}

/** All checks of that name or pattern; skipped ones did not run. */
function judgeNamed(name: string, checks: readonly Check[]): CheckVerdict {
  const verdicts = judgeEach(checks.filter((check) => matchesCheck(name, check.name) && check.state !== 'skipped'));
  const bad = verdicts.find(({ state }) => state === 'fail') ?? verdicts.find(({ state }) => state === 'pending');
  return bad ?? verdicts[0] ?? { text: `${name}: never ran`, state: 'fail' };
}

function stagingPart({ staging }: CandidateFacts, policy: ProvenancePolicy, sha: Sha): readonly Part[] {
  if (policy.staging === null) return [];
  const { environment, mode } = policy.staging;
  const advisory = mode === 'advisory';
  if (!staging.known) {
    return [
      part('unknown', `Whether it was deployed to ${environment} could not be read: ${staging.reason}`, { advisory }),
    ];
  }
  const found = staging.value;
  if (found?.environment !== environment || found.sha !== sha) {
    return [part('fail', `It was never deployed to ${environment}`, { advisory })];
  }
  const [state, words] = deploymentWords(found);
  const url = found.url;
  const text = `Deployment to ${environment}: ${found.state.replace('-', ' ')}${advisory ? ' (advisory)' : ''}`;
  const evidence = {
    text,
    state,
    sha: found.sha,
    at: found.stateAt ?? found.createdAt,
    ...(url === null ? {} : { url }),
    ...(found.creator === null ? {} : { who: found.creator }),
  };
  return [part(state, words, { advisory, url, evidence: [evidence] })];
}

/**
 * `inactive` is given only to deployments that had succeeded, when a newer one takes their place
 * (https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status, `auto_inactive`).
 */
function deploymentWords({ state, environment, stateAt }: Deployment): readonly [PartState, string] {
  const since = stateAt === null ? '' : ` since ${zonedWords(stateAt, 'UTC')}`;
  switch (state) {
    case 'success':
      return ['pass', `It is deployed to ${environment}${since}`];
    case 'inactive':
      return ['pass', `It was deployed to ${environment}, and another after it`];
    case 'failure':
    case 'error':
      return ['fail', `Its deployment to ${environment} failed`];
    case 'in-progress':
    case 'queued':
    case 'pending':
      return ['pending', `It is being deployed to ${environment}`];
    case 'unknown':
      return ['unknown', `How its deployment to ${environment} ended is not known`];
  }
}

function attestationPart(
  { attestations }: CandidateFacts,
  { attestation }: ProvenancePolicy,
  target: Target,
  sha: Sha | null,
  { pull }: GateFacts,
): readonly Part[] {
  if (target.pin !== 'digest' || attestation === 'off') return [];
  const advisory = attestation === 'advisory';
  if (!attestations.known) {
    return [part('unknown', `Its build attestations could not be read: ${attestations.reason}`, { advisory })];
  }
  const own = repositoryIn(pull.url);
  if (own === null) return [part('unknown', 'Which repository must have built it is not known', { advisory })];
  const ours = attestations.value.filter(({ repository }) => repository?.toLowerCase() === own.toLowerCase());
  const found = ours.find(({ commit }) => commit === null || commit === sha);
  if (found !== undefined) {
    const from = found.commit === null ? '' : ` from ${shortSha(found.commit)}`;
    const by = found.workflow === null ? '' : ` by ${found.workflow}`;
    return [part('pass', `It is attested that ${own} built it${from}${by}`, { advisory })];
  }
  const others = [...new Set(attestations.value.map(({ repository }) => repository ?? 'nobody who is named'))];
  if (ours.length > 0) return [part('fail', 'Its build attestations name another commit', { advisory })];
  const words =
    others.length === 0 ? 'It has no build attestation' : `It is attested for ${others.join(', ')}, not ${own}`;
  return [part('fail', words, { advisory })];
}

/** `owner/name` of the repository that a pull request's page is in. */
function repositoryIn(url: string): string | null {
  return /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/pull\/\d+/.exec(url)?.[1] ?? null;
}
