import { count, shortAge } from '../../core/ages';
import { directionWords } from '../../core/direction';
import type { Known } from '../../core/known';
import type { CommitSummary } from '../../core/release';
import { repositoryLabel } from '../../core/repository';
import { shortSha } from '../../core/sha';
import type { ReleaseContents, ReleaseSnapshot } from '../../core/snapshot';
import type { Pin } from '../../core/versionFile';
import type { HeaderView, Phrase, PinView } from './protocol';

/** @param since when production came to run what it runs; `null` = not known */
export function headerView(
  release: ReleaseSnapshot,
  contents: ReleaseContents | null,
  since: number | null,
): HeaderView {
  const { pull, facts, readAt } = release;
  const direction = contents === null ? null : directionWords(contents.changelog);
  const goesBack = contents?.changelog.range.direction === 'rollback';
  const deployed = since === null ? [] : [agePhrase(`for ${shortAge(since, readAt)}`, since)];
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
  const sha = { text: shortSha(pin.value.sha), sha: pin.value.sha };
  if (!commit.known) {
    return { ...nothing, ...sha, notes: [{ text: 'no such commit', tone: 'error', title: commit.reason }, ...more] };
  }
  const notes = [...more, agePhrase(`commit ${shortAge(commit.value.committedAt, now)} old`, commit.value.committedAt)];
  return { ...nothing, ...sha, valid: true, subject: commit.value.subject, notes };
}

function countPhrases({ changelog }: ReleaseContents): readonly Phrase[] {
  const direct = changelog.commits.filter((commit) => commit.direct).length;
  const breaking = new Set(
    changelog.commits.filter((commit) => commit.breaking).map((commit) => commit.pull ?? commit.sha),
  ).size;
  return [
    { text: count(changelog.commits.length, 'commit') },
    { text: count(changelog.pulls.length, 'pull request') },
    { text: count(changelog.people, 'person', 'people') },
    ...(breaking === 0 ? [] : [filterPhrase(`${breaking} breaking`, 'error', 'is:breaking')]),
    ...(direct === 0 ? [] : [filterPhrase(`${direct} without a pull request`, 'warn', 'is:direct')]),
    ...(changelog.complete ? [] : [{ text: 'not complete', tone: 'error' as const }]),
  ];
}

function filterPhrase(text: string, tone: 'error' | 'warn', filter: string): Phrase {
  return { text, tone, title: 'Show them in the changelog', intent: { kind: 'filter', text: filter } };
}
