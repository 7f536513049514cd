import type { Changelog } from '../../core/changelog/model';
import type { Known } from '../../core/known';
import type { Comment } from '../../core/release';
import type { ReleaseContents, ReleaseSnapshot } from '../../core/snapshot';
import { whyNotEdit } from '../../core/snapshot';
import { carriedSteps, carriedView } from './carriedView';
import type { CarriedView } from './changelogViews';

/** Up to so many commits are compared at once: some tens of milliseconds. */
const mostAtOnce = 10_000;

/** How comparisons with very many commits are made a slice at a time. */
export interface ComparingLater {
  /** Lets everything else that waits have its turn. */
  readonly pause: () => Promise<void>;
  /** Called when a comparison is there that was not when it was asked for. */
  readonly onReady: () => void;
  /** Called with what went wrong, which nothing should. */
  readonly onError: (error: unknown) => void;
}

/** What a comparison is made of, besides the commits. */
interface Compared {
  readonly alsoShips: ReleaseContents['alsoShips'];
  readonly body: string;
  readonly comments: Known<readonly Comment[]>;
  readonly whyNotEdit: string | null;
}

interface Kept {
  readonly of: Compared;
  view: CarriedView | null;
}

/**
 * Keeps what the page says of carried changelogs, per changelog: the state is drawn more often than a description
 * changes. Above 10,000 commits the comparison is made in slices, and shown when it is there.
 */
export class CarriedViews {
  readonly #kept = new WeakMap<Changelog, Kept>();
  readonly #later: ComparingLater | null;

  /** @param later `null`: everything is compared at once */
  constructor(later: ComparingLater | null) {
    this.#later = later;
  }

  /** `null` while it is being made; {@link ComparingLater.onReady} says when to ask again. */
  of(contents: ReleaseContents, release: ReleaseSnapshot): CarriedView | null {
    const { changelog, alsoShips } = contents;
    const of = {
      alsoShips,
      body: release.pull.body,
      comments: release.facts.comments,
      whyNotEdit: whyNotEdit(release),
    };
    const before = this.#kept.get(changelog);
    if (before !== undefined && same(before.of, of)) return before.view;
    const kept: Kept = { of, view: null };
    this.#kept.set(changelog, kept);
    const also = alsoShips?.known === true ? alsoShips.value.changelog.commits.length : 0;
    if (this.#later === null || changelog.commits.length + also <= mostAtOnce) {
      kept.view = carriedView(contents, release);
    } else this.#compare(kept, contents, release, this.#later).catch(this.#later.onError);
    return kept.view;
  }

  async #compare(
    kept: Kept,
    contents: ReleaseContents,
    release: ReleaseSnapshot,
    later: ComparingLater,
  ): Promise<void> {
    const steps = carriedSteps(contents, release);
    for (;;) {
      await later.pause();
      // Another description has come meanwhile.
      if (this.#kept.get(contents.changelog) !== kept) return;
      const step = steps.next();
      if (step.done !== true) continue;
      kept.view = step.value;
      later.onReady();
      return;
    }
  }
}

function same(one: Compared, other: Compared): boolean {
  return (
    one.alsoShips === other.alsoShips &&
    one.body === other.body &&
    one.whyNotEdit === other.whyNotEdit &&
    sameComments(one.comments, other.comments)
  );
}

function sameComments(one: Compared['comments'], other: Compared['comments']): boolean {
  if (!one.known || !other.known) return one.known === other.known;
  return (
    one.value.length === other.value.length &&
    one.value.every(({ id, updatedAt, body }, at) => {
      const now = other.value[at];
      return now?.id === id && now.updatedAt === updatedAt && now.body === body;
    })
  );
}
