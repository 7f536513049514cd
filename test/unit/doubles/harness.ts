import assert from 'node:assert/strict';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble, GitHubOptions } from '../../doubles/github/server';
import type { Seed, SeedRepository } from '../../doubles/github/seed';
import { asker } from './client';
import type { Ask } from './client';
import { tinyProduct } from './tinyProduct';
import type { TinyProduct } from './tinyProduct';

/** Path of the tiny repository in the API, and its name in the double's own interface. */
export const tiny = '/repos/acme/tiny';
export const name = 'acme/tiny';

/** A double for each test of a suite, over one repository built for the suite. */
export interface Harness {
  readonly product: TinyProduct;
  readonly double: GitHubDouble;
  readonly ask: Ask;
  /** The id of the commit with this subject. */
  sha(subject: string): string;
  /** Starts the test's double anew, from a seed of its own. */
  start(parts?: Partial<SeedRepository>, options?: GitHubOptions, whole?: Partial<Seed>): Promise<void>;
}

/** Registers the hooks; every test ends by asserting that the double spoke as GitHub's description says. */
export function harness(): Harness {
  let product: TinyProduct | undefined;
  let double: GitHubDouble | undefined;
  const running = (): GitHubDouble => {
    assert.ok(double);
    return double;
  };
  const built = (): TinyProduct => {
    assert.ok(product);
    return product;
  };
  const start: Harness['start'] = async (parts, options, whole) => {
    await double?.close();
    double = await startGitHub({ ...built().seed(parts), ...whole }, options);
  };
  before(() => {
    product = tinyProduct();
  });
  after(() => {
    built().remove();
  });
  beforeEach(() => start());
  afterEach(async () => {
    const { violations } = running();
    await running().close();
    // What a test sends wrongly on purpose is refused as GitHub refuses it, and is no fault of the double.
    assert.deepEqual(
      violations.filter((each) => !/request:|no body field|is missing|query /.test(each)),
      [],
    );
  });
  return {
    get product() {
      return built();
    },
    get double() {
      return running();
    },
    ask: asker(() => running().url),
    sha: (subject) => {
      const sha = built().shas[subject];
      assert.ok(sha, `no commit ${subject}`);
      return sha;
    },
    start,
  };
}
