import type { ChangelogView, CommitView } from '../../../src/views/panel/changelogViews';

/** A changelog without its commits: what there is, and how it is grouped. All of it comes with the first message. */
export type Outline = Omit<ChangelogView, 'commits'>;

/** A changelog of which the commits come in parts. Whoever draws from it asks to be told when more have come. */
export class ArrivedChangelog {
  readonly outline: Outline;
  readonly #commits: CommitView[];
  readonly #rows = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  constructor({ commits, ...outline }: ChangelogView) {
    this.outline = outline;
    this.#commits = [...commits];
  }

  get key(): string {
    return this.outline.key;
  }

  /** Those that have come, in reading order. It grows in place. */
  get commits(): readonly CommitView[] {
    return this.#commits;
  }

  get isComplete(): boolean {
    return this.#commits.length >= this.outline.count;
  }

  /** Takes the commits from the index `start` on; those that are here already, or would leave a gap, are not taken. */
  add(start: number, commits: readonly CommitView[]): void {
    if (start !== this.#commits.length || this.isComplete) return;
    this.#commits.push(...commits);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls `listener` after more commits have come. Returns what stops it. */
  onMore(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Index of a commit; -1 when it is not here (yet). */
  rowOf(sha: string): number {
    // Read on demand: most readers never jump to a commit.
    for (let row = this.#rows.size; row < this.#commits.length; row++) {
      const commit = this.#commits[row];
      if (commit !== undefined) this.#rows.set(commit.sha, row);
    }
    return this.#rows.get(sha) ?? -1;
  }
}

/** Whether two changelogs are of the same two commits, so that one may stand in for the other for a moment. */
export function isSameRange(key: string, other: string): boolean {
  return key.split(' ')[0] === other.split(' ')[0];
}
