import { count } from '../../core/ages';
import type { Known } from '../../core/known';
import type { CommitSummary } from '../../core/release';
import { repositoryLabel } from '../../core/repository';
import { shortSha } from '../../core/sha';
import type { ReleaseContents, ReleaseSnapshot } from '../../core/snapshot';
import type { Pin } from '../../core/versionFile';
import { directionWords } from '../words';
import type { HeaderView, Phrase, PinView } from './protocol';

export function headerView(release: ReleaseSnapshot, contents: ReleaseContents | null): HeaderView {
  const { pull, facts } = release;
  const direction = contents === null ? null : directionWords(contents.changelog);
  return {
    repository: repositoryLabel(release.repository),
    branch: pull.baseRef,
    number: pull.number,
    title: pull.title,
    author: pull.author.login,
    openedAt: pull.createdAt,
    state: pull.state === 'open' && pull.draft ? 'draft' : pull.state,
    live: pinView('live now', facts.previous, release.previousCommit),
    proposed: pinView('would ship', facts.proposed, release.proposedCommit),
    direction: direction === null ? null : { text: direction, tone: 'warn' },
    counts: contents === null ? [] : countPhrases(contents),
  };
}

function pinView(caption: string, pin: Known<Pin>, commit: Known<CommitSummary>): PinView {
  if (!pin.known) {
    return {
      caption,
      text: 'unknown',
      valid: false,
      sha: null,
      subject: null,
      at: null,
      notes: [{ text: pin.reason, tone: 'warn' }],
    };
  }
  if (pin.value.state === 'invalid') {
    const notes: readonly Phrase[] = [{ text: 'not a full SHA', tone: 'error', title: pin.value.problem }];
    return { caption, text: pin.value.found, valid: false, sha: null, subject: null, at: null, notes };
  }
  return {
    caption,
    text: shortSha(pin.value.sha),
    valid: commit.known,
    sha: pin.value.sha,
    subject: commit.known ? commit.value.subject : null,
    at: commit.known ? commit.value.committedAt : null,
    notes: commit.known ? [] : [{ text: 'no such commit', tone: 'error', title: commit.reason }],
  };
}

function countPhrases({ changelog }: ReleaseContents): readonly Phrase[] {
  const direct = changelog.commits.filter((commit) => commit.direct).length;
  const breaking = changelog.commits.filter((commit) => commit.breaking).length;
  return [
    { text: count(changelog.commits.length, 'commit') },
    { text: count(changelog.pulls.length, 'pull request') },
    { text: count(changelog.people, 'person', 'people') },
    ...(breaking === 0 ? [] : [{ text: `${breaking} breaking`, tone: 'error' as const }]),
    ...(direct === 0 ? [] : [{ text: `${direct} without a pull request`, tone: 'warn' as const }]),
    ...(changelog.complete ? [] : [{ text: 'not complete', tone: 'error' as const }]),
  ];
}
