import type { RepositoryId } from '../repository';
import { compactSteps, descriptionLimit, repositoryLinks } from './compactMarkdown';
import { lineEndingOf, putBlock, type PutBlock } from './descriptionBlock';
import { Pace, runToEnd } from './pace';
import type { Shipped } from './shipped';
import { writtenSteps } from './writtenParts';

/**
 * A description with the changelog of a release in it, as much of it as fits (see `compactSteps`) where `putBlock` puts
 * it. Everything else in the body stays as it is. Not `ok`, with the sentence that says why: the block that is there is
 * broken, or what people wrote leaves no room. In slices of some milliseconds; never throws.
 */
export function* describeSteps(body: string, shipped: Shipped, repository: RepositoryId): Generator<void, PutBlock> {
  const { from, to } = shipped.changelog.range;
  const probe = '.';
  const around = putBlock(body, { from, to }, probe);
  if (!around.ok) return around;
  yield;
  const room = descriptionLimit - (around.body.length - probe.length);
  const written = yield* writtenSteps(shipped, new Pace());
  const text = yield* compactSteps(written, repositoryLinks(repository), room, lineEndingOf(body));
  yield;
  if (text !== null) return putBlock(body, { from, to }, text);
  const limit = descriptionLimit.toLocaleString('en-US');
  return {
    ok: false,
    reason:
      `The description is too long for a changelog: GitHub takes ${limit} characters, and not even the counts would ` +
      'fit. Shorten it first.',
  };
}

/** {@link describeSteps}, run to its end without a pause. */
export function describeChangelog(body: string, shipped: Shipped, repository: RepositoryId): PutBlock {
  return runToEnd(describeSteps(body, shipped, repository));
}
