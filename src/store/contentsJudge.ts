import { rejudged } from '../core/judge';
import { neededFacts } from '../core/policy/neededFacts';
import type { RepositoryId } from '../core/repository';
import { rangeOf, type ReleaseSnapshot, type RepositorySnapshot } from '../core/snapshot';
import type { ContentsCache } from './contentsCache';
import { shippedNow, type KnownContents } from './shippedNow';

/** Judges releases by what is known of what ships, and sees to it that what gates ask is read. */
export class ContentsJudge {
  private readonly contents: ContentsCache;

  constructor(contents: ContentsCache) {
    this.contents = contents;
  }

  /** What is known of what ships in a repository, for whoever reads a release. */
  contentsIn(id: RepositoryId): KnownContents {
    return (facts) => shippedNow(facts, (range) => this.contents.peek(id, range));
  }

  /** Reads what ships before anybody looks: where it costs no request, and where gates are judged by it. */
  readAhead({ repository, releases }: RepositorySnapshot): void {
    for (const release of releases) {
      const range = rangeOf(release);
      if (range === null) continue;
      if (judgedByContents(release)) this.contents.need(repository, range);
      else this.contents.offer(repository, range);
    }
  }

  /** The releases judged by what is known now; the same object where that changes nothing. */
  judged(snapshot: RepositorySnapshot): RepositorySnapshot {
    const releases = snapshot.releases.map((release) => this.judgedRelease(release));
    return releases.every((release, at) => release === snapshot.releases[at]) ? snapshot : { ...snapshot, releases };
  }

  private judgedRelease(release: ReleaseSnapshot): ReleaseSnapshot {
    const { repository, facts } = release;
    const range = rangeOf(release);
    // What the cache has let go of since stays as it was judged: reading it again would push out another.
    if (range === null || this.contents.peek(repository, range) === null) return release;
    if (judgedByContents(release)) this.contents.need(repository, range);
    return rejudged(release, this.contentsIn(repository)(facts));
  }
}

/** Whether a gate of an open release asks what ships. */
function judgedByContents({ pull, policy }: ReleaseSnapshot): boolean {
  return pull.state === 'open' && neededFacts(policy).shipped;
}
