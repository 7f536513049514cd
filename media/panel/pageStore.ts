import type { Intent, PageState, ToPage } from '../../src/views/panel/protocol';
import { ArrivedChangelog, isSameRange } from './changelog/arrived';
import type { Host } from './host';
import { intentKey } from './intentKey';
import type { Reading } from './reading';
import { unread } from './reading';

/** What went wrong, or what there is to say, after an intent; shown where the intent came from. */
export interface Answer {
  readonly ok: boolean;
  readonly message: string;
  /** The review that it reports: gone when the state no longer bears it out. */
  readonly review?: Review;
}

type Review = 'approve' | 'deny';

/** Everything the page draws from. */
export interface Page {
  readonly state: PageState | null;
  /** The last that came, which may not be that of `state`: it is sent once for a key, and states may come back to it. */
  readonly changelog: ArrivedChangelog | null;
  /** Which commits change a path, as far as it was asked for, by {@link touchingKey}. */
  readonly touching: ReadonlyMap<string, TouchingAnswer>;
  /** The commit that the reader is being led to. */
  readonly led: { readonly sha: string } | null;
  /** Intents under way, by `intentKey`. */
  readonly pending: ReadonlyMap<string, Intent>;
  /** Last answers, by the place that the intent came from. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Said to screen readers. */
  readonly announcement: string;
  readonly reading: Reading;
}

/** Indexes of the commits that change a path, or why they cannot be told. */
export interface TouchingAnswer {
  readonly rows: ReadonlySet<number> | null;
  readonly message: string | null;
}

/** Names the question which commits of a changelog change a path with this text in it. */
export function touchingKey(changelog: string, text: string): string {
  return `${changelog}\n${text}`;
}

/** Where a review that was done is reported, wherever it was asked for. */
const reviewPlace = 'actions';

function isReview(kind: Intent['kind']): kind is Review {
  return kind === 'approve' || kind === 'deny';
}

/** The act is off for a reason of its own, not for one that stops every review: this reader has done it. */
function isReviewed({ actions }: PageState, review: Review): boolean {
  const own = actions.find((action) => action.id === review);
  const other = actions.find((action) => action.id === (review === 'approve' ? 'deny' : 'approve'));
  return own !== undefined && own.disabled !== null && own.disabled !== other?.disabled;
}

/** An intent under way. */
interface Sent {
  readonly intent: Intent;
  readonly from: string;
  /** Whether its action was on when it was sent; `false` for what is no action. */
  readonly could: boolean;
}

/** The one state of the page. It changes by messages of the host and by what the reader does, never by itself. */
export class PageStore {
  readonly #host: Host;
  readonly #sent = new Map<number, Sent>();
  #listener: () => void = () => undefined;
  #nextId = 1;
  #page: Page;
  /** A newer reading of what is shown, which takes its place when all of it has come. */
  #incoming: ArrivedChangelog | null = null;

  constructor(host: Host) {
    this.#host = host;
    this.#page = {
      state: null,
      changelog: null,
      touching: new Map(),
      led: null,
      pending: new Map(),
      answers: new Map(),
      announcement: '',
      reading: { ...unread, ...host.kept()?.reading },
    };
  }

  get page(): Page {
    return this.#page;
  }

  /** Calls `listener` after every change; the last listener counts. */
  subscribe(listener: () => void): void {
    this.#listener = listener;
  }

  /** Takes one message of the host. */
  receive(message: Exclude<ToPage, { readonly type: 'reveal' }>): void {
    switch (message.type) {
      case 'state':
        this.#takeState(message.state);
        break;
      case 'changelog':
        this.#takeChangelog(new ArrivedChangelog(message.changelog));
        break;
      case 'changelogPart':
        this.#takePart(message);
        break;
      case 'touching':
        this.#takeTouching(touchingKey(message.key, message.text), message);
        break;
      case 'done':
        this.#takeAnswer(message.id, message.ok, message.message);
    }
  }

  /** Asks which commits change a path with this text in it, unless that is known. */
  findTouching(text: string): void {
    this.send({ kind: 'findTouching', text }, 'filter');
  }

  /** Leads the reader to the row of a commit. */
  leadTo(sha: string): void {
    this.#change({ led: { sha } });
  }

  /** The reader is there, or there is no such row. */
  endLeading(): void {
    this.#change({ led: null });
  }

  /**
   * Sends an intent, unless the same act is already under way.
   *
   * @param from the place on the page where its answer is to be shown.
   */
  send(intent: Intent, from: string): void {
    const key = intentKey(intent);
    if (this.#page.pending.has(key)) return;
    const id = this.#nextId++;
    const could = this.#page.state?.actions.some((each) => each.id === intent.kind && each.disabled === null) === true;
    this.#sent.set(id, { intent, from, could });
    const answers = new Map(this.#page.answers);
    answers.delete(from);
    // Emptied, so that the same answer is announced again when it comes again.
    this.#change({ pending: new Map(this.#page.pending).set(key, intent), answers, announcement: '' });
    this.#host.post({ type: 'intent', id, intent });
  }

  /** Takes an answer off the page. */
  dismiss(from: string): void {
    const answers = new Map(this.#page.answers);
    if (answers.delete(from)) this.#change({ answers });
  }

  /** Changes where the reader is. `quietly`: nothing on the page depends on it, so it is kept without drawing. */
  read(change: Partial<Reading>, quietly = false): void {
    const reading = { ...this.#page.reading, ...change };
    if (quietly) this.#page = { ...this.#page, reading };
    else this.#change({ reading });
    this.#keep();
  }

  #takeState(state: PageState): void {
    const before = this.#host.kept();
    const same = before?.repository === state.persisted.repository && before.pull === state.persisted.pull;
    const reading = before === null || same ? this.#page.reading : unread;
    const answers = new Map(this.#page.answers);
    const review = answers.get(reviewPlace)?.review;
    if (review !== undefined && !isReviewed(state, review)) answers.delete(reviewPlace);
    const another = isAnotherSubject(this.#page.state, state);
    if (another) answers.clear();
    this.#change({ state, reading, answers, ...(another ? { announcement: '' } : {}) });
    this.#keep();
  }

  #takeChangelog(changelog: ArrivedChangelog): void {
    const shown = this.#page.changelog;
    // Rows that are being read are not taken away for some that have not come yet.
    if (shown?.isComplete === true && !changelog.isComplete && isSameRange(shown.key, changelog.key)) {
      this.#incoming = changelog;
      return;
    }
    this.#incoming = null;
    const mine = [...this.#page.touching].filter(([key]) => key.startsWith(touchingKey(changelog.key, '')));
    this.#change({ changelog, touching: new Map(mine) });
  }

  /** Parts draw nothing by themselves: what waits for them has asked to be told. */
  #takePart({ key, start, commits }: Extract<ToPage, { readonly type: 'changelogPart' }>): void {
    const target = this.#incoming?.key === key ? this.#incoming : this.#page.changelog;
    if (target?.key !== key) return;
    target.add(start, commits);
    if (target === this.#incoming && target.isComplete) this.#takeChangelog(target);
  }

  #takeTouching(
    key: string,
    answer: { readonly rows: readonly number[] | null; readonly message: string | null },
  ): void {
    const rows = answer.rows === null ? null : new Set(answer.rows);
    this.#change({ touching: new Map(this.#page.touching).set(key, { rows, message: answer.message }) });
  }

  #takeAnswer(id: number, ok: boolean, message: string | null): void {
    const sent = this.#sent.get(id);
    if (sent === undefined) return;
    this.#sent.delete(id);
    const pending = new Map(this.#page.pending);
    pending.delete(intentKey(sent.intent));
    if (sent.intent.kind === 'findTouching') {
      this.#change({ pending });
      // Without a message the answer is there already or still to come.
      if (!ok || message !== null) this.#endTouching(sent.intent.text, message);
      return;
    }
    const answers = new Map(this.#page.answers);
    const said = message ?? (ok ? this.#outcome(sent.intent, sent.could) : 'That did not work.');
    if (message !== null) answers.set(sent.from, { ok, message });
    else if (ok && said !== null && isReview(sent.intent.kind)) {
      answers.set(reviewPlace, { ok, message: said, review: sent.intent.kind });
    }
    this.#change({ pending, answers, ...(said === null ? {} : { announcement: said }) });
  }

  /** A question about a path that failed has its answer: it is not asked again and again. */
  #endTouching(text: string, message: string | null): void {
    const key = touchingKey(this.#page.changelog?.key ?? '', text);
    if (this.#page.touching.has(key)) return;
    this.#takeTouching(key, { rows: null, message: message ?? `It could not be told which commits touch “${text}”.` });
  }

  /** What a write did, read from the state itself: an intent that the reader cancelled is answered without an error too. */
  #outcome(intent: Intent, could: boolean): string | null {
    const { state } = this.#page;
    if (isReview(intent.kind)) {
      const done = could && state !== null && isReviewed(state, intent.kind);
      return done ? { approve: 'Approved.', deny: 'Changes requested.' }[intent.kind] : null;
    }
    if (intent.kind === 'tick') {
      const item = state?.checklist?.items.find((each) => each.id === intent.item);
      if (item?.checked !== intent.checked) return null;
      return `${intent.checked ? 'Ticked' : 'Unticked'}: ${item.text}`;
    }
    if (intent.kind === 'setRisk') {
      const chosen = state?.risk?.options.find((option) => option.chosen);
      return chosen?.level === intent.level ? `Risk set to ${chosen.label}` : null;
    }
    return null;
  }

  #change(change: Partial<Page>): void {
    this.#page = { ...this.#page, ...change };
    this.#listener();
  }

  #keep(): void {
    const { state, reading } = this.#page;
    if (state !== null) this.#host.keep({ ...state.persisted, reading });
  }
}

/** What was answered about another state of the release, or to another account, does not hold any more. */
function isAnotherSubject(before: PageState | null, now: PageState): boolean {
  if (before === null) return false;
  const subject = ({ header, acting, phase, banners }: PageState): string =>
    JSON.stringify([header?.state, header?.proposed.sha, acting, phase, banners.map((banner) => banner.id)]);
  return subject(before) !== subject(now);
}
