import assert from 'node:assert/strict';
import { PageHarness, type OpenPage, type PageOptions } from './harness';

/**
 * A browser for the tests of a `describe`. Each test opens one page; it is closed after the test, which fails when the
 * page complained of anything.
 */
export function usePages(): { open(options?: PageOptions): Promise<OpenPage> } {
  let harness: PageHarness;
  let opened: OpenPage | undefined;
  before(async () => {
    harness = await PageHarness.start();
  });
  after(() => harness.stop());
  afterEach(async () => {
    const complaints = opened?.complaints;
    await opened?.close();
    opened = undefined;
    assert.deepEqual(complaints, []);
  });
  return {
    async open(options = {}) {
      opened = await harness.open(options);
      return opened;
    },
  };
}
