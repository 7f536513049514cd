import { goesBack } from '../../core/highlights/effect';
import type { Migration, MigrationOperation } from '../../core/highlights/model';
import { isLoss } from '../../core/highlights/operation';
import type { Direction } from '../../core/history';
import { renderMarkdown } from '../../core/markdown/render';
import { standingReviews } from '../../core/policy/standingReviews';
import type { Comment, ReviewState } from '../../core/release';
import { readingWords } from '../../core/readingWords';
import { repositoryKey } from '../../core/repository';
import { differences, shownOf, type ShownRelease } from '../../core/shown';
import { whyNotApprove, whyNotEdit, type LiveVersion, type ReleaseSnapshot } from '../../core/snapshot';
import type { ContentsState } from '../../store/contentsCache';
import type { RepositoryEntry } from '../../store/releaseStore';
import { gatesSummary } from '../words';
import type { CarriedViews } from './carriedViews';
import { changelogKey } from './changelogView';
import { changesView } from './changesView';
import { gateView, verdictView } from './gatesView';
import { headerView } from './headerView';
import { highlightsView } from './highlightsView';
import { healthView, policyBanner, policyView } from './policyView';
import { riskView } from './riskView';
import type { ActionView, BannerView, ChecklistView, CommentView, PageState, Phrase } from './protocol';

/** A release with what surrounds it, as the page is to show it. All words are chosen here. */
export interface PageSubject {
  readonly entry: RepositoryEntry;
  readonly release: ReleaseSnapshot;
  readonly contents: ContentsState;
  /** What the reader has acknowledged; differences from it are announced before anything can be decided. */
  readonly shown: ShownRelease;
  /** Compares what the description and the comments carry. */
  readonly carried: CarriedViews;
}

export function pageState(subject: PageSubject): PageState {
  const { entry, release, contents, shown } = subject;
  const ready = contents.state === 'ready' ? contents.contents : null;
  const moved = differences(shown, shownOf(release), 'subject');
  const recovery =
    ready?.highlights.known === true
      ? recoveryPills(ready.highlights.value.migrations, ready.changelog.range.direction)
      : [];
  return {
    persisted: { version: 1, repository: repositoryKey(release.repository), pull: release.pull.number },
    phase: 'ready',
    header: headerView(release, ready, liveVersion(entry)),
    verdict: verdictView(release, recovery),
    banners: [...movedBanner(moved), ...problemBanner(entry), ...policyBanner(release), ...stateBanner(release)],
    gates: release.gates.map((gate) => gateView(gate, release)),
    gatesSummary: gatesSummary(release.gates),
    policy: policyView(release),
    health: healthView(release),
    checklist: checklistView(release),
    risk: riskView(release),
    highlights: highlightsView(contents),
    changes: changesView(contents),
    changelogKey: ready === null ? null : changelogKey(ready),
    changelogStatus: changelogStatus(contents),
    changelogActions: changelogActions(contents),
    carried: ready === null ? null : subject.carried.of(ready, release),
    description: { text: renderMarkdown(release.pull.body), empty: 'The description is empty.' },
    comments: release.facts.comments.known ? commentViews(release.facts.comments.value) : [],
    actions: actionViews(release, moved.length > 0),
    acting: `@${release.account.login} on ${release.repository.host}`,
    readAt: release.readAt,
    refreshing: entry.refreshing,
  };
}

function liveVersion({ snapshot }: RepositoryEntry): LiveVersion | null {
  return snapshot?.live?.known === true ? snapshot.live.value : null;
}

function changelogStatus(contents: ContentsState): string | null {
  switch (contents.state) {
    case 'loading':
      return readingWords(contents.progress);
    case 'ready':
      return null;
    default:
      return contents.message;
  }
}

function changelogActions({ state }: ContentsState): PageState['changelogActions'] {
  switch (state) {
    case 'loading':
      return [{ label: 'Cancel', intent: { kind: 'cancelReading' } }];
    case 'failed':
    case 'cancelled':
      return [{ label: 'Read again', intent: { kind: 'readAgain' } }];
    case 'ready':
    case 'none':
      return [];
  }
}

/**
 * What cannot be taken back, in one phrase each: by what the release runs, and by what a rollback leaves in the
 * database. Data that is lost comes first, then what earlier code does not run on, then what was not understood.
 */
function recoveryPills(migrations: readonly Migration[], direction: Direction): readonly Phrase[] {
  const having = (effect: Migration['effect']): readonly MigrationOperation[] =>
    migrations.filter((migration) => migration.effect === effect).flatMap(({ operations }) => operations);
  return [
    ...lossPill('roll forward only', having('run')),
    ...(goesBack(direction) ? lossPill('rolls back over a destructive migration', having('taken-out')) : []),
  ];
}

function lossPill(words: string, all: readonly MigrationOperation[]): readonly Phrase[] {
  const operations = all.filter((each) => each.destructive || each.backwardCompatible === false);
  const certain = operations.find(isLoss) ?? operations.find((each) => each.backwardCompatible === false);
  const shown = certain ?? operations[0];
  if (shown === undefined) return [];
  const sentence = shown.destructive ? shown.summary : shown.compatibility;
  const what = sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
  const more = operations.length === 1 ? '' : ` (and ${operations.length - 1} more)`;
  const text = `${certain === undefined ? 'perhaps ' : ''}${words}: ${what}${more}`;
  return [{ text, tone: 'error', title: shown.text, intent: { kind: 'focus', target: 'highlights' } }];
}

/** The page of a release that is not there: being read, or why it cannot be shown. */
export function pageWithoutRelease(
  persisted: PageState['persisted'],
  phase: 'loading' | 'failed',
  banners: readonly BannerView[],
): PageState {
  return {
    persisted,
    phase,
    header: null,
    verdict: null,
    banners,
    gates: [],
    gatesSummary: '',
    policy: null,
    health: null,
    checklist: null,
    risk: null,
    highlights: null,
    changes: null,
    changelogKey: null,
    changelogStatus: null,
    changelogActions: [],
    carried: null,
    description: null,
    comments: [],
    actions: [],
    acting: null,
    readAt: null,
    refreshing: phase === 'loading',
  };
}

function movedBanner(changes: readonly string[]): readonly BannerView[] {
  if (changes.length === 0) return [];
  return [
    {
      id: 'moved',
      tone: 'warn',
      text: 'The release changed since you looked. Nothing can be decided until you have seen what is different.',
      details: changes,
      more: changes.length === 1 ? 'Show the change' : `Show ${changes.length} changes`,
      actions: [
        { label: 'I have looked at it', intent: { kind: 'acknowledge' } },
        { label: 'Open all changes', intent: { kind: 'openRange' } },
      ],
    },
  ];
}

function problemBanner(entry: RepositoryEntry): readonly BannerView[] {
  if (entry.problem === null) return [];
  const signIn = entry.problem.kind === 'signed-out';
  return [
    {
      id: 'problem',
      tone: 'error',
      text: `This is not up to date: ${entry.problem.message}`,
      details: [],
      more: null,
      actions: [
        signIn ? { label: 'Sign in', intent: { kind: 'signIn' } } : { label: 'Try again', intent: { kind: 'refresh' } },
      ],
    },
  ];
}

function stateBanner({ pull }: ReleaseSnapshot): readonly BannerView[] {
  const open = { label: 'Open on GitHub', intent: { kind: 'openPull' as const } };
  if (pull.state !== 'open') {
    return [
      {
        id: 'state',
        tone: 'info',
        text: `This pull request is ${pull.state}.`,
        details: [],
        more: null,
        actions: [open],
      },
    ];
  }
  if (pull.locked) {
    return [
      {
        id: 'state',
        tone: 'info',
        text: 'The conversation on this pull request is locked.',
        details: [],
        more: null,
        actions: [open],
      },
    ];
  }
  return [];
}

function checklistView(release: ReleaseSnapshot): ChecklistView {
  const { checklist } = release;
  return {
    done: checklist.done,
    required: checklist.required,
    items: checklist.items,
    missing: checklist.missing,
    restore:
      checklist.missing.length === 0
        ? null
        : {
            label: checklist.missing.length === 1 ? 'Put it back' : `Put the ${checklist.missing.length} items back`,
            intent: { kind: 'restoreChecklist' },
          },
    disabled: whyNotEdit(release),
  };
}

function commentViews(comments: readonly Comment[]): readonly CommentView[] {
  return comments.map((comment) => ({
    id: comment.id,
    author: comment.author.login,
    isBot: comment.author.isBot,
    at: comment.createdAt,
    edited: comment.updatedAt > comment.createdAt,
    text: renderMarkdown(comment.body),
    note: comment.author.isBot ? 'decision support, not a decision' : null,
  }));
}

function actionViews(release: ReleaseSnapshot, moved: boolean): readonly ActionView[] {
  const reason = whyNotApprove(release) ?? (moved ? 'The release changed since you looked.' : null);
  const said = ownWord(release);
  const approved = said === 'approved' ? 'You approved this head.' : null;
  const denied = said === 'changes-requested' ? 'You asked for changes on this head.' : null;
  return [
    { id: 'approve', label: 'Approve…', primary: true, disabled: reason ?? approved, intent: { kind: 'approve' } },
    { id: 'deny', label: 'Deny…', primary: false, disabled: reason ?? denied, intent: { kind: 'deny' } },
    { id: 'more', label: 'More…', primary: false, disabled: null, intent: { kind: 'more' } },
  ];
}

/** What this account last said of this very head. */
function ownWord(release: ReleaseSnapshot): ReviewState | null {
  const { reviews } = release.facts;
  if (!reviews.known) return null;
  const me = release.account.login.toLowerCase();
  const own = standingReviews(reviews.value).find((review) => review.author.login.toLowerCase() === me);
  return own?.sha === release.pull.headSha ? own.state : null;
}
