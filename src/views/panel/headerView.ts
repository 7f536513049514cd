import { count, shortAge } from '../../core/ages';
import type { Commit } from '../../core/changelog/model';
import { directionWords } from '../../core/direction';
import type { Known } from '../../core/known';
import type { CommitSummary } from '../../core/release';
import { repositoryLabel } from '../../core/repository';
import { shortSha } from '../../core/sha';
import { deployedInstead, type LiveVersion, type ReleaseContents, type ReleaseSnapshot } from '../../core/snapshot';
import type { Pin } from '../../core/versionFile';
import type { HeaderView, Phrase, PinView } from './protocol';

/** @param live what production's branch and deployments say; `null` = not known */
export function headerView(
  release: ReleaseSnapshot,
  contents: ReleaseContents | null,
  live: LiveVersion | null,
): HeaderView {
  const { pull, facts, readAt } = release;
  const direction = contents === null ? null : directionWords(contents.changelog);
  const goesBack = contents?.changelog.range.direction === 'rollback';
  const since = live?.since ?? null;
  const deployed = [
    ...(live === null ? [] : notDeployed(live)),
    ...(since === null ? [] : [agePhrase(`for ${shortAge(since, readAt)}`, since)]),
  ];
  return {
    repository: repositoryLabel(release.repository),
    branch: pull.baseRef,
    number: pull.number,
    title: pull.title,
    author: pull.author.login,
    openedAt: pull.createdAt,
    state: pull.state === 'open' && pull.draft ? 'draft' : pull.state,
    live: pinView('live now', facts.previous, release.previousCommit, readAt, deployed),
    proposed: pinView(goesBack ? 'would go back to' : 'would ship', facts.proposed, release.proposedCommit, readAt, []),
    direction: direction === null ? null : { text: direction, tone: 'warn' },
    counts: contents === null ? [] : countPhrases(contents),
  };
}

/** The branch says one thing and the deployments another: both are shown. */
function notDeployed(live: LiveVersion): readonly Phrase[] {
  const deployed = deployedInstead(live);
  if (deployed === null) return [];
  const state =
    live.deployment.known && live.deployment.value !== null ? live.deployment.value.state : 'never deployed';
  const title =
    `The last deployment that succeeded is of ${deployed.sha}. What the branch says is ${state.replace('-', ' ')}, ` +
    'so its commits ship with the next release as well.';
  return [{ text: `last deployed: ${shortSha(deployed.sha)}`, tone: 'warn', title }];
}

function agePhrase(text: string, at: number): Phrase {
  return { text, tone: 'dim', title: new Date(at).toISOString() };
}

function pinView(
  caption: string,
  pin: Known<Pin>,
  commit: Known<CommitSummary>,
  now: number,
  more: readonly Phrase[],
): PinView {
  const nothing = { caption, valid: false, sha: null, subject: null };
  if (!pin.known) return { ...nothing, text: 'unknown', notes: [{ text: pin.reason, tone: 'warn' }] };
  if (pin.value.state === 'invalid') {
    const notes: readonly Phrase[] = [{ text: 'not a full SHA', tone: 'error', title: pin.value.problem }];
    return { ...nothing, text: pin.value.found, notes };
  }
  if (pin.value.state === 'unresolved') {
    const notes: readonly Phrase[] = [{ text: 'commit not known', tone: 'warn', title: pin.value.problem }];
    return { ...nothing, text: pin.value.digest.slice(0, 19), notes };
  }
  const sha = { text: shortSha(pin.value.sha), sha: pin.value.sha };
  if (!commit.known) {
    return { ...nothing, ...sha, notes: [{ text: 'no such commit', tone: 'error', title: commit.reason }, ...more] };
  }
  const notes = [...more, agePhrase(`commit ${shortAge(commit.value.committedAt, now)} old`, commit.value.committedAt)];
  return { ...nothing, ...sha, valid: true, subject: commit.value.subject, notes };
}

function countPhrases({ changelog }: ReleaseContents): readonly Phrase[] {
  const direct = changelog.commits.filter((commit) => commit.direct);
  const breaking = new Set(
    changelog.commits.filter((commit) => commit.breaking).map((commit) => commit.pull ?? commit.sha),
  ).size;
  return [
    { text: count(changelog.commits.length, 'commit') },
    { text: count(changelog.pulls.length, 'pull request') },
    { text: count(changelog.people, 'person', 'people') },
    ...(breaking === 0 ? [] : [filterPhrase(`${breaking} breaking`, 'error', 'is:breaking')]),
    ...(direct.length === 0 ? [] : [filterPhrase(directWords(direct), 'warn', 'is:direct')]),
    ...(changelog.complete ? [] : [{ text: 'not complete', tone: 'error' as const }]),
  ];
}

/** Only when the forge was asked about all of them is it more than what their messages say. */
function directWords(direct: readonly Commit[]): string {
  if (direct.every((commit) => commit.directConfirmed)) return `${direct.length} without a pull request`;
  return direct.length === 1 ? '1 names no pull request' : `${direct.length} name no pull request`;
}

function filterPhrase(text: string, tone: 'error' | 'warn', filter: string): Phrase {
  return { text, tone, title: 'Show them in the changelog', intent: { kind: 'filter', text: filter } };
}
