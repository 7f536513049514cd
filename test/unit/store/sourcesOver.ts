import type { StoreSources } from '../../../src/store/releaseStore';
import { repository } from '../../builders';
import type { FakeForge } from '../../fakes/fakeForge';

/** What a store needs, over a forge in memory and without a clone. */
export function sourcesOver(forge: FakeForge, change: Partial<StoreSources> = {}): StoreSources {
  const silent = () => undefined;
  return {
    repositories: () => Promise.resolve({ hasFolder: true, repositories: [repository] }),
    connect: () => Promise.resolve(forge),
    findClone: () => Promise.resolve(null),
    mayFetch: () => true,
    clock: { now: () => 10_000, pause: () => Promise.resolve() },
    log: { info: silent, warn: silent, error: silent },
    ...change,
  };
}
