import { commands, env, ThemeIcon, Uri, type WebviewPanel } from 'vscode';
import { messageOf } from '../../core/errors';
import type { Disposable } from '../../core/event';
import { isSafeLink } from '../../core/markdown/parser';
import type { Log } from '../../core/ports';
import { repositoryKey, type RepositoryId } from '../../core/repository';
import type { Sha } from '../../core/sha';
import type { ReleaseSnapshot } from '../../core/snapshot';
import { visibleText } from '../../core/visibleText';
import type { CommandArguments, CommandId, CommandOutcome, ReleaseReference } from '../../contributions';
import type { ReleaseStore } from '../../store/releaseStore';
import { CarriedViews } from './carriedViews';
import { ChangelogSender } from './changelogSender';
import { readFromPage } from './fromPage';
import { pageState, pageWithoutRelease } from './pageState';
import { panelHtml } from './panelHtml';
import type { Intent, PageState, ToPage } from './protocol';

export interface PanelServices {
  readonly extensionUri: Uri;
  readonly store: ReleaseStore;
  /** The commits of a release that change a path in which the text occurs. */
  readonly commitsTouching: (release: ReleaseSnapshot, text: string, signal: AbortSignal) => Promise<ReadonlySet<Sha>>;
  /** Resolves after so many milliseconds, at the earliest when everything else has had its turn. */
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
}

/** One release PR on one page: draws the store's state, turns the page's intents into commands. */
export class ReleasePanel implements Disposable {
  private readonly disposables: Disposable[] = [];
  private ready = false;
  private wanted: 'changelog' | null = null;
  private readonly carried: CarriedViews;
  private readonly changelog: ChangelogSender;
  private touching = new AbortController();
  private asked = false;
  private last: PageState | null = null;
  private failure: string | null = null;
  private readonly panel: WebviewPanel;
  private readonly store: ReleaseStore;
  private readonly commitsTouching: PanelServices['commitsTouching'];
  private readonly repository: RepositoryId;
  private readonly number: number;
  private readonly log: Log;

  constructor(
    panel: WebviewPanel,
    services: PanelServices,
    release: { readonly repository: RepositoryId; readonly number: number },
  ) {
    const { extensionUri, store, log } = services;
    this.panel = panel;
    this.store = store;
    this.commitsTouching = services.commitsTouching;
    this.repository = release.repository;
    this.number = release.number;
    this.log = log;
    this.carried = new CarriedViews({
      pause: () => services.pause(0),
      onReady: () => this.render(),
      onError: (error) => log.error('What the description carries could not be compared', error),
    });
    this.changelog = new ChangelogSender((message) => this.post(message), services.pause);
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist')] };
    panel.iconPath = new ThemeIcon('git-pull-request');
    this.disposables.push(
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      store.onDidChange(() => this.render()),
    );
    panel.webview.html = panelHtml(panel.webview, extensionUri);
    this.render();
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** Brings a part of the page into view, once the page is there. */
  revealPart(part: 'changelog'): void {
    this.wanted = part;
    if (this.ready) this.render();
  }

  dispose(): void {
    this.touching.abort();
    for (const each of this.disposables) each.dispose();
  }

  private get reference(): ReleaseReference {
    return { repository: repositoryKey(this.repository), pull: this.number };
  }

  private receive(message: unknown): void {
    const read = readFromPage(message);
    if (read === null) return this.log.warn('The release page sent a message that is not one of its own');
    if (read.type === 'ready') {
      this.ready = true;
      this.changelog.forget();
      this.render();
      return;
    }
    void this.answer(read.id, read.intent);
  }

  private async answer(id: number, intent: Intent): Promise<void> {
    const outcome = await this.act(intent);
    this.post({ type: 'done', id, ok: outcome.ok, message: outcome.ok ? null : outcome.message });
  }

  private async act(intent: Intent): Promise<CommandOutcome> {
    const { reference } = this;
    const release = this.store.release(this.repository, this.number);
    switch (intent.kind) {
      case 'tick':
        return run('releaseReview.tickChecklistItem', { ...reference, item: intent.item, checked: intent.checked });
      case 'restoreChecklist':
        return run('releaseReview.restoreChecklist', reference);
      case 'setRisk':
        return run('releaseReview.setRiskLabel', { ...reference, level: intent.level });
      case 'approve':
        return run('releaseReview.approve', reference);
      case 'deny':
        return run('releaseReview.deny', reference);
      case 'refresh':
        return run('releaseReview.refresh', reference);
      case 'acknowledge':
        if (release !== undefined) this.store.acknowledge(release);
        return { ok: true };
      case 'signIn':
        return run('releaseReview.signIn', { host: this.repository.host });
      case 'openPull':
        return run('releaseReview.openOnGitHub', reference);
      case 'openPullNumber':
        return run('releaseReview.openOnGitHub', { ...reference, pull: intent.number });
      case 'openCommit':
        return run('releaseReview.openDiff', { ...reference, commit: intent.sha });
      case 'openCommitOnGitHub':
        return run('releaseReview.openOnGitHub', { ...reference, commit: intent.sha });
      case 'openRange':
        return run('releaseReview.openDiff', reference);
      case 'openFile':
        return run('releaseReview.openDiff', {
          ...reference,
          path: intent.path,
          ...(intent.line === null ? {} : { line: intent.line }),
        });
      case 'openLink':
        return openLink(intent.url);
      case 'copyChangelog':
        return run('releaseReview.copyChangelog', reference);
      case 'insertChangelog':
        return run('releaseReview.insertChangelog', reference);
      case 'openIssue':
        return this.openIssue(intent.number, intent.repository);
      case 'cancelReading':
        if (release !== undefined) this.store.cancelReading(release);
        return { ok: true };
      case 'readAgain':
        if (release !== undefined) this.store.readAgain(release);
        return { ok: true };
      case 'findTouching':
        return this.findTouching(intent.text);
      case 'writeNotes':
        return run('releaseReview.writeNotes', reference);
      case 'scheduleMonitoring':
        return run('releaseReview.scheduleMonitoring', reference);
      case 'overrideFreeze':
        return run('releaseReview.overrideFreeze', reference);
      case 'normalise':
        return run('releaseReview.normaliseDescription', reference);
      case 'explainGate':
        return run('releaseReview.explainGate', { ...reference, gate: intent.gate });
      case 'whatIf':
        return run('releaseReview.whatIf', reference);
      case 'openPolicy':
        return run('releaseReview.openPolicy', { repository: reference.repository });
      case 'setUpRepository':
        return run('releaseReview.setUpRepository', { repository: reference.repository });
      case 'more':
        return run('releaseReview.moreActions', reference);
      case 'focus':
      case 'filter':
        return { ok: true };
    }
  }

  private render(): void {
    const state = this.state();
    const release = this.store.release(this.repository, this.number);
    const title = state.header === null ? `Release #${this.number}` : `#${this.number} ${state.header.title}`;
    this.panel.title = visibleText(title);
    if (!this.ready) return;
    this.post({ type: 'state', state });
    const contents = release === undefined ? null : this.store.contentsOf(release);
    if (contents?.state === 'ready') this.changelog.send(contents.contents);
    if (this.wanted !== null && state.phase === 'ready') {
      this.post({ type: 'reveal', part: this.wanted });
      this.wanted = null;
    }
  }

  private state(): PageState {
    const entry = this.store.entry(this.repository);
    const release = this.store.release(this.repository, this.number);
    if (entry !== undefined && release !== undefined) {
      this.asked = false;
      this.failure = null;
      this.last = pageState({
        entry,
        release,
        contents: this.store.contentsOf(release),
        shown: this.store.shownFor(release),
        carried: this.carried,
      });
      return this.last;
    }
    const persisted = { version: 1, ...this.reference } as const;
    const problem = entry?.problem ?? (this.failure === null ? null : { kind: 'not-found', message: this.failure });
    if (problem !== null) {
      return pageWithoutRelease(persisted, 'failed', [
        {
          id: 'problem',
          tone: 'error',
          text: problem.message,
          details: [],
          more: null,
          actions: [
            problem.kind === 'signed-out'
              ? { label: 'Sign in', intent: { kind: 'signIn' } }
              : { label: 'Try again', intent: { kind: 'refresh' } },
          ],
        },
      ]);
    }
    this.askForRelease();
    // A release that ended meanwhile stays readable until its end has been read.
    return this.last === null ? pageWithoutRelease(persisted, 'loading', []) : { ...this.last, refreshing: true };
  }

  /** A release that is not among the open ones (merged meanwhile, or opened by a link) is read once by itself. */
  private askForRelease(): void {
    if (this.asked || !this.store.state.started) return;
    this.asked = true;
    this.store.show(this.repository, this.number).catch((error: unknown) => {
      this.failure = messageOf(error);
      this.render();
    });
  }

  /** GitHub leads from an issue's address to the pull request of that number, when it is one. */
  private openIssue(number: number, repository: string | null): Promise<CommandOutcome> {
    const { host, owner, name } = this.repository;
    return openLink(`https://${host}/${repository ?? `${owner}/${name}`}/issues/${number}`);
  }

  /** The answer to a text that was asked for later makes this one pointless: its git is stopped. */
  private async findTouching(text: string): Promise<CommandOutcome> {
    const release = this.store.release(this.repository, this.number);
    const parts = this.changelog.current;
    this.touching.abort();
    const stop = new AbortController();
    this.touching = stop;
    if (release === undefined || parts === null) return { ok: true };
    const answer = { type: 'touching', key: parts.key, text } as const;
    try {
      const found = await this.commitsTouching(release, text, stop.signal);
      this.post({ ...answer, rows: parts.rows(found), message: null });
    } catch (error) {
      if (!stop.signal.aborted) this.post({ ...answer, rows: null, message: messageOf(error) });
    }
    return { ok: true };
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }
}

async function run<C extends CommandId>(command: C, argument: CommandArguments[C]): Promise<CommandOutcome> {
  const outcome = await commands.executeCommand<CommandOutcome | undefined>(command, argument);
  return outcome ?? { ok: true };
}

async function openLink(url: string): Promise<CommandOutcome> {
  if (!isSafeLink(url)) return { ok: false, message: 'That address is not an https link, so it was not opened.' };
  await env.openExternal(Uri.parse(url, true));
  return { ok: true };
}
