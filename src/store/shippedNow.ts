import { known, unknown, type Known } from '../core/known';
import type { GateFacts } from '../core/policy/gate';
import type { Shipped } from '../core/policy/shipped';
import { shippedOf } from '../core/shippedOf';
import { rangeOfPins } from '../core/snapshot';
import type { ContentsState } from './contentsCache';
import type { Range } from './openHistory';

/** What is known of what ships by facts that are complete but for it. */
export type KnownContents = (facts: Omit<GateFacts, 'shipped'>) => Known<Shipped>;

/** While nobody has read anything. */
export const shippedOfNone: KnownContents = () => unknown('what ships has not been read');

/**
 * The range that gates are judged by. A pull request that moves several targets between different commits ships more
 * than one, which are not looked at together: it is unknown then.
 */
export function judgedRange(facts: Omit<GateFacts, 'shipped'>): Known<Range> {
  const range = rangeOfPins(facts);
  if (range === null) return unknown('the two version files do not name two commits');
  const other = facts.otherTargets.find((each) => {
    const theirs = rangeOfPins(each);
    return theirs?.from !== range.from || theirs.to !== range.to;
  });
  if (other === undefined) return known(range);
  const { name } = other.target;
  return unknown(`it moves several targets between different commits, and what ships with ${name} is not looked at`);
}

/** @param peek what was read of a range so far; `null`: nothing yet */
export function shippedNow(
  facts: Omit<GateFacts, 'shipped'>,
  peek: (range: Range) => ContentsState | null,
): Known<Shipped> {
  const range = judgedRange(facts);
  return range.known ? shippedIn(peek(range.value)) : range;
}

function shippedIn(state: ContentsState | null): Known<Shipped> {
  if (state === null) return unknown('what ships has not been read');
  switch (state.state) {
    case 'ready':
      return known(shippedOf(state.contents));
    case 'loading':
      return unknown('what ships is still being read');
    default:
      return unknown(state.message);
  }
}
