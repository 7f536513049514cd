import type { Sha } from '../sha';
import type { Changelog } from './model';
import { mergesAdvisoryFork } from './pullSubject';

/**
 * The commits whose pull request no message tells and the forge may know: those that count as direct until it is asked,
 * and merges without a pull request, whose answer is also that of the commits which they brought. Both sides of a range
 * that has diverged, newest first. Merges of private security-advisory forks are not among them: they have none.
 */
export function commitsToAsk(changelog: Changelog): readonly Sha[] {
  return changelog.commits
    .filter(
      ({ direct, directConfirmed, merge, pull, subject }) =>
        !directConfirmed && (direct || (merge && pull === null && !mergesAdvisoryFork(subject))),
    )
    .map(({ sha }) => sha);
}
