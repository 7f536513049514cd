import type { Topic } from './model';
import { at, type Tree } from './tree';
import type { Weight } from './valueWeights';

/** What a rule may look at beside the value itself. */
export interface WorkflowEnds {
  readonly before: Tree | null;
  readonly after: Tree | null;
  /** Whose actions count as the project's own; `null` = not known. */
  readonly owner: string | null;
}

/** What a value of a workflow is about, and how much its change weighs; `null` where no rule is about it. */
export interface WorkflowWeight extends Weight {
  readonly topic: Topic;
}

const ownActions = /^(?:actions|github)\//;
const pinned = /@[\da-f]{40}(?:[\da-f]{24})?$/;

/** Values that whoever opens an issue or a pull request can write (GitHub, security hardening for GitHub Actions). */
const foreignWords =
  /\$\{\{[^}]*\b(?:github\.event\.(?:issue|pull_request|comment|review|review_comment|discussion|commits|head_commit|workflow_run)\b[^}]*\.(?:title|body|ref|label|message|name|email|head_branch|default_branch)\b|github\.head_ref\b)[^}]*\}\}/;

/**
 * Rules for GitHub Actions workflows (docs.github.com, security hardening for GitHub Actions): rights of the token, what
 * starts a workflow, actions that are not pinned to a commit, secrets, environments, and foreign text in scripts.
 */
export function weighWorkflow(
  keys: readonly string[],
  was: string | null,
  now: string | null,
  ends: WorkflowEnds,
): WorkflowWeight | null {
  const { owner } = ends;
  const path = keys.join('.');
  const last = keys.at(-1) ?? '';
  if (keys[0] === 'on') {
    const trigger = [keys[1], now].find((each) => each === 'pull_request_target' || each === 'workflow_run');
    const known = trigger !== undefined && JSON.stringify(namesUnder(at(ends.before, 'on'))).includes(`"${trigger}"`);
    if (now !== null && was === null && trigger !== undefined && !known) {
      return {
        topic: 'trigger',
        severity: 'high',
        reason: `"${trigger}" runs with the repository's rights on what others propose.`,
      };
    }
    return { topic: 'trigger', severity: 'low', reason: null };
  }
  if (keys.includes('permissions')) return permissions(keys, was, now, ends.after);
  if (last === 'uses') return action(was, now, owner, usesIn(ends.before));
  if (keys.includes('steps') && keys.includes('run') && now !== null && foreignWords.test(now)) {
    return { topic: 'script', severity: 'high', reason: 'Text that anybody can write becomes part of a script.' };
  }
  if (last === 'environment' || keys.at(-2) === 'environment') {
    return {
      topic: 'permissions',
      severity: 'medium',
      reason: 'It changes the environment, and with it who must approve and which secrets there are.',
    };
  }
  if (last === 'secrets' && now === 'inherit')
    return { topic: 'secrets', severity: 'medium', reason: 'All secrets are handed on.' };
  const newSecrets = secretsIn(now).filter((each) => !secretsIn(was).includes(each));
  if (newSecrets.length > 0)
    return { topic: 'secrets', severity: 'medium', reason: `It uses the secret ${newSecrets.join(', ')}.` };
  if (/(?:^|\.)runs-on(?:$|\.)/.test(path) && now?.includes('self-hosted') === true) {
    return { topic: 'permissions', severity: 'medium', reason: 'It runs on a machine of the project.' };
  }
  if (
    last === 'runs-on' &&
    was !== null &&
    hosted.test(was) &&
    now !== null &&
    /^[\w.-]+$/.test(now) &&
    !hosted.test(now)
  )
    return { topic: 'permissions', severity: 'medium', reason: "It runs on a machine that is not GitHub's own." };
  return { topic: 'script', severity: 'low', reason: null };
}

/** Machines of GitHub (docs.github.com, GitHub-hosted runners reference). */
const hosted = /^(?:ubuntu|windows|macos)-/;

function secretsIn(text: string | null): readonly string[] {
  return [...(text ?? '').matchAll(/(?<![\w.-])secrets\.([A-Za-z_]\w*)/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'GITHUB_TOKEN');
}

/** The names of events, however they are written. */
function namesUnder(tree: Tree | null): readonly string[] {
  if (tree?.kind === 'map') return [...tree.entries.keys()];
  const items = tree?.kind === 'list' ? tree.items : [tree];
  return items.flatMap((each) => (each?.kind === 'scalar' ? [each.text] : []));
}

/** Whether every job says itself what it may do. */
function hasLimitedJobs(workflow: Tree | null): boolean {
  const jobs = at(workflow, 'jobs');
  return jobs?.kind === 'map' && [...jobs.entries.values()].every((job) => at(job, 'permissions') !== null);
}

const rights: readonly (string | null)[] = [null, 'none', 'read', 'write'];

function permissions(
  keys: readonly string[],
  was: string | null,
  now: string | null,
  after: Tree | null,
): WorkflowWeight {
  const last = keys.at(-1) ?? '';
  const level = (text: string | null): number => Math.max(rights.indexOf(text?.replace(/-all$/, '') ?? null), 0);
  if (now !== null && level(now) === 3 && level(was) < 3) {
    // What ships, what is stored and who the workflow claims to be; the rest is talk on issues and pull requests.
    const heavy = /^(?:contents|packages|deployments|actions|attestations|permissions)$/.test(last);
    const what = last === 'permissions' ? 'write everything' : `write ${last}`;
    const may = last === 'id-token' ? 'prove to other services that it is this repository (id-token)' : what;
    return { topic: 'permissions', severity: heavy ? 'high' : 'medium', reason: `The workflow may ${may}.` };
  }
  // Without a word on it the token may do whatever the repository's settings say.
  const block = keys.slice(0, keys.indexOf('permissions') + 1);
  const limited = at(after, ...block) !== null || at(after, ...block.slice(0, -1)) === null || hasLimitedJobs(after);
  if (now === null && !limited) {
    return { topic: 'permissions', severity: 'medium', reason: 'Nothing limits any more what the workflow may do.' };
  }
  return { topic: 'permissions', severity: 'low', reason: null };
}

/** Every action that a workflow uses, with its version. */
function usesIn(tree: Tree | null): readonly string[] {
  if (tree === null || tree.kind === 'scalar') return [];
  if (tree.kind === 'list') return tree.items.flatMap(usesIn);
  return [...tree.entries].flatMap(([key, each]) =>
    key === 'uses' && each.kind === 'scalar' ? [each.text] : usesIn(each),
  );
}

function action(
  was: string | null,
  now: string | null,
  owner: string | null,
  before: readonly string[],
): WorkflowWeight {
  // `$/` is the repository that the workflow is in, as `./` is what was checked out of it.
  const foreign =
    now !== null &&
    !/^[.$]\//.test(now) &&
    !ownActions.test(now) &&
    (owner === null || !now.toLowerCase().startsWith(`${owner.toLowerCase()}/`)) &&
    !now.startsWith('docker://');
  if (!foreign || now === was) return { topic: 'image', severity: 'low', reason: null };
  const name = now.split('@')[0] ?? now;
  const earlier = [...before, ...(was === null ? [] : [was])].filter((each) => each.split('@')[0] === name);
  const isNew = earlier.length === 0;
  if (pinned.test(now))
    return {
      topic: 'image',
      severity: isNew ? 'medium' : 'low',
      reason: isNew ? "Somebody else's action is new here." : null,
    };
  if (earlier.some((each) => !pinned.test(each))) return { topic: 'image', severity: 'low', reason: null };
  return {
    topic: 'image',
    severity: 'medium',
    reason: "Somebody else's action is not pinned to a commit, so that it can change.",
  };
}
