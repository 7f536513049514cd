import { HumanError, messageOf, type ProblemKind } from '../core/errors';
import { Emitter, type Disposable, type Event } from '../core/event';
import type { DatabaseServers } from '../core/highlights/servers';
import type { Policy } from '../core/policy/policy';
import type { PolicyInForce, PolicySource } from '../core/policy/policySource';
import { repositoryKey, repositoryLabel, sameRepository, type RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import { shownOf, type ShownRelease } from '../core/shown';
import {
  openReleases,
  rangeOf,
  releaseKey,
  whyNoRelease,
  type ReleaseSnapshot,
  type RepositorySnapshot,
} from '../core/snapshot';
import { ContentsCache, type ContentsSources, type ContentsState } from './contentsCache';
import type { Range } from './openHistory';
import { ContentsJudge } from './contentsJudge';
import { deployedBefore, FailedReleases } from './failedReleases';
import { productionBranch } from './loadPolicy';
import { loadRelease } from './loadRelease';
import { loadRepository } from './loadRepository';
import { loadProductionSide } from './productionSide';

export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
}

/** A repository with its last good snapshot and what went wrong since, if anything. */
export interface RepositoryEntry {
  readonly repository: RepositoryId;
  readonly snapshot: RepositorySnapshot | null;
  readonly problem: Problem | null;
  readonly refreshing: boolean;
}

export interface StoreState {
  /** `false` until the repositories of the workspace have been looked for once. */
  readonly started: boolean;
  readonly hasFolder: boolean;
  readonly repositories: readonly RepositoryEntry[];
}

/** Where the store reads from; `connect` rejects with kind `signed-out` when no account is signed in to the host. */
export interface StoreSources extends ContentsSources {
  /** The repositories to show, in the order to show them. */
  readonly repositories: () => Promise<{ readonly hasFolder: boolean; readonly repositories: readonly RepositoryId[] }>;
}

/** The one state of the extension: what was read last, kept while newer readings are under way or fail. */
export class ReleaseStore implements Disposable {
  private current: StoreState = { started: false, hasFolder: false, repositories: [] };
  private readonly changed = new Emitter<StoreState>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly contents: ContentsCache;
  private readonly failed: FailedReleases;
  private readonly judge: ContentsJudge;
  private search = 0;
  private readonly shown = new Map<string, ShownRelease>();
  private readonly sources: StoreSources;

  readonly onDidChange: Event<StoreState> = this.changed.event;

  constructor(sources: StoreSources) {
    this.sources = sources;
    const serversOf = (id: RepositoryId) => serversIn(this.entry(id)?.snapshot?.policy ?? null);
    this.contents = new ContentsCache({ ...sources, serversOf }, () => this.onContents());
    this.failed = new FailedReleases(this.contents);
    this.judge = new ContentsJudge(this.contents);
  }

  get state(): StoreState {
    return this.current;
  }

  dispose(): void {
    this.contents.dispose();
    this.changed.dispose();
  }

  /** Looks for repositories again and reads all of them. Never rejects: problems are part of the state. */
  async refresh(): Promise<void> {
    this.search += 1;
    const search = this.search;
    try {
      const found = await this.sources.repositories();
      // A later search knows the newer folders and settings, whichever ends first.
      if (search !== this.search) return;
      this.update({
        started: true,
        hasFolder: found.hasFolder,
        repositories: found.repositories.map(
          (repository) => this.entry(repository) ?? { repository, snapshot: null, problem: null, refreshing: true },
        ),
      });
    } catch (error) {
      this.sources.log.error('Repositories could not be looked for', error);
      this.update({ ...this.current, started: true });
    }
    await Promise.all(this.current.repositories.map(({ repository }) => this.refreshRepository(repository)));
  }

  /** Reads one repository again. A reading under way is waited for first, so that the answer is newer than the call. */
  async refreshRepository(id: RepositoryId): Promise<void> {
    await this.exclusively(id, async () => {
      const forge = await this.sources.connect(id.host);
      const { clock } = this.sources;
      return loadRepository(forge, id, { clock, before: this.policyOf(id), contents: this.judge.contentsIn(id) });
    });
  }

  /** Reads one release again, and what it shares with the others; cheaper than the whole repository. */
  async refreshRelease(id: RepositoryId, number: number): Promise<void> {
    await this.keep(id, () => this.readRelease(id, number));
  }

  /**
   * Reads a release that is not on the screen (from a link, or ended meanwhile) and adds it, with its repository.
   *
   * @throws {HumanError} when it cannot be read, or is no release PR
   */
  async show(id: RepositoryId, number: number): Promise<void> {
    if (this.entry(id) === undefined) {
      const entry = { repository: id, snapshot: null, problem: null, refreshing: true };
      this.update({ ...this.current, repositories: [...this.current.repositories, entry] });
      await this.refreshRepository(id);
    }
    if (this.release(id, number) !== undefined) return;
    const release = await this.readRelease(id, number);
    const why = whyNoRelease(release);
    if (why !== null) throw new HumanError('invalid-input', `#${number} is no release: ${why}.`);
    await this.keep(id, () => Promise.resolve(release));
  }

  /** A fresh reading of one release, past the state; for checks right before an act. */
  async readRelease(id: RepositoryId, number: number): Promise<ReleaseSnapshot> {
    const forge = await this.sources.connect(id.host);
    const [account, facts] = await Promise.all([forge.account(), forge.repository(id)]);
    const side = await loadProductionSide(forge, id, { account, facts, before: this.policyOf(id) });
    if (side === null) {
      throw new HumanError('not-found', `${repositoryLabel(id)} has no branch ${productionBranch} any more.`);
    }
    return loadRelease(forge, side, number, this.sources.clock, this.judge.contentsIn(id));
  }

  entry(id: RepositoryId): RepositoryEntry | undefined {
    return this.current.repositories.find((entry) => sameRepository(entry.repository, id));
  }

  release(id: RepositoryId, number: number): ReleaseSnapshot | undefined {
    return this.entry(id)?.snapshot?.releases.find((release) => release.pull.number === number);
  }

  /** All releases that have been read, ended ones that a page still shows included. */
  releases(): readonly ReleaseSnapshot[] {
    return this.current.repositories.flatMap((entry) => entry.snapshot?.releases ?? []);
  }

  /** The releases that can still be decided on, of all repositories. */
  openReleases(): readonly ReleaseSnapshot[] {
    return this.current.repositories.flatMap(({ snapshot }) => (snapshot === null ? [] : openReleases(snapshot)));
  }

  /** What ships with a release; starts reading it when nobody has yet. */
  contentsOf(release: ReleaseSnapshot): ContentsState {
    const range = rangeOf(release);
    if (range === null) return { state: 'none', message: 'The two version files do not name two commits.' };
    const { repository } = release;
    const deployed = deployedBefore(this.entry(repository)?.snapshot?.live ?? null, range);
    return this.failed.withThem(repository, range, deployed, this.contents.get(repository, range));
  }

  /** What ships: the release's own range, and that of releases that failed before it. */
  rangesOf(release: ReleaseSnapshot): readonly Range[] {
    const range = rangeOf(release);
    if (range === null) return [];
    const deployed = deployedBefore(this.entry(release.repository)?.snapshot?.live ?? null, range);
    return deployed === null ? [range] : [range, { from: deployed.sha, to: range.from }];
  }

  /** Stops reading what ships with a release. */
  cancelReading(release: ReleaseSnapshot): void {
    const range = rangeOf(release);
    if (range !== null) this.contents.cancel(release.repository, range);
  }

  /** Reads what ships once more, after it failed or was cancelled. */
  readAgain(release: ReleaseSnapshot): void {
    const range = rangeOf(release);
    if (range !== null) this.contents.readAgain(release.repository, range);
  }

  /** What is known of what ships, without starting to read it. */
  knownContentsOf(release: ReleaseSnapshot): ContentsState | null {
    const range = rangeOf(release);
    return range === null ? null : this.contents.peek(release.repository, range);
  }

  /** What a person has been shown of a release; the first look counts until they look again. */
  shownFor(release: ReleaseSnapshot): ShownRelease {
    const key = releaseKey(release.repository, release.pull.number);
    const before = this.shown.get(key);
    // Another account has looked at nothing yet.
    const shown = before?.accountId === release.account.id ? before : shownOf(release);
    this.shown.set(key, shown);
    return shown;
  }

  /** The person looked at the present state, or made the change themselves. */
  acknowledge(release: ReleaseSnapshot): void {
    this.shown.set(releaseKey(release.repository, release.pull.number), shownOf(release));
    this.changed.fire(this.current);
  }

  /**
   * Puts one release into the repository's snapshot, with the rules that it was judged by. The whole repository is read
   * without a snapshot yet, and when production moved: then what is live, and all other releases, are out of date.
   */
  private async keep(id: RepositoryId, read: () => Promise<ReleaseSnapshot>): Promise<void> {
    const before = this.entry(id)?.snapshot;
    if (before == null) return this.refreshRepository(id);
    await this.exclusively(id, async () => {
      const release = await read();
      const base = this.entry(id)?.snapshot ?? before;
      const { policy, policySource } = release;
      return { ...base, policy, policySource, releases: replaced(base.releases, release) };
    });
    const tip = tipOf(this.entry(id)?.snapshot?.policySource ?? null);
    if (tip !== null && tip !== tipOf(before.policySource)) await this.refreshRepository(id);
  }

  private async exclusively(id: RepositoryId, read: () => Promise<RepositorySnapshot>): Promise<void> {
    const key = repositoryKey(id);
    const previous = this.running.get(key) ?? Promise.resolve();
    const next = previous.then(() => this.readInto(id, read));
    this.running.set(key, next);
    await next;
    if (this.running.get(key) === next) this.running.delete(key);
  }

  private async readInto(id: RepositoryId, read: () => Promise<RepositorySnapshot>): Promise<void> {
    this.contents.forgetFailures();
    this.patch(id, { refreshing: true });
    try {
      const snapshot = await read();
      this.judge.readAhead(snapshot);
      this.patch(id, { snapshot: this.judge.judged(snapshot), problem: null, refreshing: false });
    } catch (error) {
      const kind = error instanceof HumanError ? error.kind : 'unreadable-answer';
      this.sources.log.error(`${repositoryLabel(id)} could not be read`, error);
      // Who signed out does not leave a private repository on the screen.
      const cleared = kind === 'signed-out' ? { snapshot: null } : {};
      this.patch(id, { problem: { kind, message: messageOf(error) }, refreshing: false, ...cleared });
    }
  }

  /** The policy at the last reading. */
  private policyOf(id: RepositoryId): PolicyInForce | null {
    const snapshot = this.entry(id)?.snapshot ?? null;
    return snapshot?.policySource == null ? null : { policy: snapshot.policy, source: snapshot.policySource };
  }

  /** More is known of what ships: releases are judged by it before anybody hears of it. */
  private onContents(): void {
    const repositories = this.current.repositories.map((entry) => {
      const snapshot = entry.snapshot === null ? null : this.judge.judged(entry.snapshot);
      return snapshot === entry.snapshot ? entry : { ...entry, snapshot };
    });
    const isSame = repositories.every((entry, at) => entry === this.current.repositories[at]);
    this.update(isSame ? this.current : { ...this.current, repositories });
  }

  private patch(id: RepositoryId, change: Partial<RepositoryEntry>): void {
    const repositories = this.current.repositories.map((entry) =>
      sameRepository(entry.repository, id) ? { ...entry, ...change } : entry,
    );
    this.update({ ...this.current, repositories });
  }

  private update(state: StoreState): void {
    this.current = state;
    this.changed.fire(state);
  }
}

/** The tip of production that a policy was read at; `null` where it could not be read. */
function tipOf(source: PolicySource | null): Sha | null {
  return source !== null && source.kind !== 'unreadable' ? source.tip : null;
}

function replaced(releases: readonly ReleaseSnapshot[], release: ReleaseSnapshot): readonly ReleaseSnapshot[] {
  const rest = releases.filter((each) => each.pull.number !== release.pull.number);
  return rest.length === releases.length
    ? [...releases, release]
    : releases.map((each) => (each.pull.number === release.pull.number ? release : each));
}

function serversIn(policy: Policy | null): DatabaseServers | null {
  if (policy === null) return null;
  const { postgres, mysql, mariadb } = policy.migrations;
  return postgres === null && mysql === null && mariadb === null ? null : { postgres, mysql, mariadb };
}
