import { window, type Disposable } from 'vscode';
import { restoreChecklist, setChecklistItem } from '../actions/checklist';
import { setRisk } from '../actions/setRisk';
import { approveRelease, denyRelease, type ReviewOutcome } from '../actions/submitReview';
import { directionWords } from '../core/direction';
import { HumanError, MovedSinceShown } from '../core/errors';
import { openGates } from '../core/policy/gate';
import type { Forge, Log } from '../core/ports';
import type { RiskLevel } from '../core/release';
import { repositoryLabel } from '../core/repository';
import { riskLevels } from '../core/risk/labels';
import { agreement, riskReason } from '../core/risk/agreement';
import { assessmentOf } from '../core/risk/assessmentOf';
import { shortSha } from '../core/sha';
import { differences, rangeText, shownOf } from '../core/shown';
import { releaseKey, whyNotApprove, type ReleaseSnapshot } from '../core/snapshot';
import { plainMessage, visibleText } from '../core/visibleText';
import type { ReleaseStore } from '../store/releaseStore';
import { act } from './act';
import { Cancelled, register } from './boundary';
import { pickRelease, type FocusedRelease } from './pickRelease';
import { tell } from './tell';

export interface ReviewServices {
  readonly store: ReleaseStore;
  readonly connect: (host: string) => Promise<Forge>;
  readonly focused: FocusedRelease;
  readonly log: Log;
}

/** Commands that change a release PR: tick, label, approve, deny. */
export function registerReviewCommands(services: ReviewServices): Disposable[] {
  const { store, focused, log } = services;
  // A reason that could not be sent is offered again, so that nobody types it twice.
  const drafts = new Map<string, string>();
  return [
    register('releaseReview.tickChecklistItem', log, async ({ item, checked, ...reference }) => {
      const release = await pickRelease(store, focused, reference);
      const wanted =
        typeof item === 'string' && typeof checked === 'boolean' ? { item, checked } : await pickItem(release);
      await act(services, release, (context) => setChecklistItem(context, wanted.item, wanted.checked));
    }),
    register('releaseReview.restoreChecklist', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      if (release.checklist.missing.length === 0) {
        throw new HumanError('refused', 'No required item is missing from the description.');
      }
      await act(services, release, restoreChecklist);
    }),
    register('releaseReview.setRiskLabel', log, async ({ level, ...reference }) => {
      const release = await pickRelease(store, focused, reference);
      const chosen = isLevel(level) ? level : await pickLevel(release);
      await act(services, release, (context) => setRisk(context, chosen));
    }),
    register('releaseReview.approve', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      mayDecide(store, release);
      const direction = directionOf(store, release);
      const note = await confirmApproval(release, direction);
      const outcome = await act(services, release, (context) => approveRelease(context, direction, note));
      await report(services, release, outcome, 'Approved');
    }),
    register('releaseReview.deny', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      mayDecide(store, release);
      const key = releaseKey(release.repository, release.pull.number);
      const reason = await askReason(release, drafts.get(key));
      drafts.set(key, reason);
      const outcome = await act(services, release, (context) => denyRelease(context, reason));
      drafts.delete(key);
      await report(services, release, outcome, 'Changes requested on');
    }),
  ];
}

/** Runs an act with progress in the view, bound to what was shown, and reads the release again whatever came of it. */
function mayDecide(store: ReleaseStore, release: ReleaseSnapshot): void {
  const reason = whyNotApprove(release);
  if (reason !== null) throw new HumanError('refused', reason);
  const changes = differences(store.shownFor(release), shownOf(release), 'subject');
  if (changes.length > 0) throw new MovedSinceShown(changes);
}

async function pickItem(release: ReleaseSnapshot): Promise<{ item: string; checked: boolean }> {
  const { items } = release.checklist;
  if (items.length === 0) throw new HumanError('refused', 'The description has no checklist items to tick.');
  const choice = await window.showQuickPick(
    items.map((each) => ({
      label: `$(${each.checked ? 'pass-filled' : 'circle-large-outline'}) ${plain(each.text)}`,
      description: [each.checked ? 'ticked' : 'open', ...(each.required ? [] : ['not required now'])].join(', '),
      each,
    })),
    { title: `Checklist of #${release.pull.number}`, placeHolder: 'Choose an item to tick or untick' },
  );
  if (choice === undefined) throw new Cancelled();
  return { item: choice.each.id, checked: !choice.each.checked };
}

async function pickLevel(release: ReleaseSnapshot): Promise<RiskLevel> {
  const { suggestion, risk, policy } = release;
  const choice = await window.showQuickPick(
    riskLevels.map((level) => ({
      label: policy.riskLabels[level],
      description: [
        risk.level === level ? 'set now' : '',
        suggestion?.level === level ? `suggested by @${suggestion.author}` : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
      level,
    })),
    { title: `Risk of #${release.pull.number}`, placeHolder: 'Your own judgement; exactly one label remains' },
  );
  if (choice === undefined) throw new Cancelled();
  return choice.level;
}

/** What is out of the ordinary about the range, as far as it has been read. */
function directionOf(store: ReleaseStore, release: ReleaseSnapshot): string | null {
  const contents = store.knownContentsOf(release);
  return contents?.state === 'ready' ? directionWords(contents.contents.changelog) : null;
}

/** The reviewer's own words for the review; empty: none. */
async function confirmApproval(release: ReleaseSnapshot, direction: string | null): Promise<string> {
  const open = openGates(release.gates).filter((gate) => gate.id !== 'approvals');
  const button = open.length === 0 ? 'Approve' : 'Approve Anyway';
  const withNote = 'Approve with a Note…';
  const assessment = assessmentOf(release);
  const { state, sentence } = agreement(release.risk, assessment, release.suggestion);
  const detail = [
    `As @${release.account.login} on ${release.repository.host}.`,
    `${repositoryLabel(release.repository)} #${release.pull.number} at ${shortSha(release.pull.headSha)} ${rangeText(release)}, risk ${release.risk.level ?? 'not set'}.`,
    ...(direction === null ? [] : [`${direction}.`]),
    ...(state === 'differs' ? [sentence] : []),
    ...(open.length === 0
      ? ['All other gates are passed.']
      : ['Open gates:', ...open.map((gate) => `• ${gate.title}: ${visibleText(gate.detail)}`)]),
  ].join('\n');
  const title = plainMessage(`Approve "${release.pull.title}"?`);
  const choice = await window.showWarningMessage(title, { modal: true, detail }, button, withNote);
  if (choice === button) return '';
  if (choice !== withNote) throw new Cancelled();
  const note = await window.showInputBox({
    title: `Approve #${release.pull.number} at ${shortSha(release.pull.headSha)} as @${release.account.login}`,
    prompt: 'Your words stand at the top of the review. Markdown.',
    placeHolder: state === 'differs' ? 'Why this risk, and not the suggested one?' : 'What should others know?',
    ignoreFocusOut: true,
  });
  if (note === undefined) throw new Cancelled();
  const { level } = release.risk;
  return state === 'differs' && level !== null ? riskReason(level, assessment, release.suggestion, note) : note;
}

async function askReason(release: ReleaseSnapshot, draft = ''): Promise<string> {
  const reason = await window.showInputBox({
    title: `Deny #${release.pull.number} at ${shortSha(release.pull.headSha)} as @${release.account.login}`,
    prompt: 'The reason, for the author. It is sent as a review that requests changes.',
    placeHolder: 'What has to change before this can ship?',
    value: draft,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A denial needs a reason.' : undefined),
  });
  if (reason === undefined) throw new Cancelled();
  return reason;
}

async function report(
  services: ReviewServices,
  release: ReleaseSnapshot,
  { review, movedTo }: ReviewOutcome,
  word: string,
): Promise<void> {
  const subject = `#${release.pull.number} at ${shortSha(release.pull.headSha)}`;
  if (movedTo === null) {
    tell(services.focused, release, `${word} ${subject}.`);
    return;
  }
  const dismiss = 'Dismiss My Review';
  const choice = await window.showWarningMessage(
    `Your review covers ${shortSha(release.pull.headSha)}, but the head moved to ${shortSha(movedTo)} while it was on its way.`,
    dismiss,
  );
  if (choice !== dismiss) return;
  const forge = await services.connect(release.repository.host);
  const message = `Given for ${shortSha(release.pull.headSha)}; the head had moved to ${shortSha(movedTo)}.`;
  await forge.dismissReview(release.repository, release.pull.number, review.id, message);
  await services.store.refreshRelease(release.repository, release.pull.number);
}

function isLevel(value: unknown): value is RiskLevel {
  return value === 'low' || value === 'medium' || value === 'high';
}

function plain(text: string): string {
  return visibleText(text).replaceAll('$(', '\\$(');
}
