import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isBusy, usePage } from '../pageContext';
import { touchingKey } from '../pageStore';
import type { ArrivedChangelog } from './arrived';
import type { Filter } from './filter';
import { parseFilter, pathTerms } from './filter';
import type { Found, Touching } from './search';
import { Search } from './search';

/** Milliseconds without a keystroke after which the host is asked about a path. */
const typingPause = 350;

/** How the filter stands. */
export interface FilterState {
  readonly filter: Filter;
  /** What to show; `null`: everything. While a search is under way, what the one before it found. */
  readonly found: Found | null;
  /** Texts of paths that are being looked for, and why others could not be. */
  readonly looking: readonly string[];
  readonly problems: readonly string[];
}

/** Reads the filter, asks the host about paths, and searches. */
export function useFilter(changelog: ArrivedChangelog, text: string): FilterState {
  const { page, store } = usePage();
  const filter = useMemo(() => parseFilter(text), [text]);
  const search = useMemo(() => new Search(changelog), [changelog]);
  const [found, setFound] = useState<Found | null>(null);
  const wanted = useMemo(() => [...new Set(pathTerms(filter).map((term) => term.value))], [filter]);
  const answers = wanted.map((value) => page.touching.get(touchingKey(changelog.key, value)));
  const looking = wanted.filter((_, index) => answers[index] === undefined);
  const problems = answers.flatMap((answer) => (answer?.message == null ? [] : [answer.message]));
  const touching = useMemo(
    (): Touching =>
      new Map(
        wanted.map((value) => [value, page.touching.get(touchingKey(changelog.key, value))?.rows ?? null] as const),
      ),
    [wanted, changelog, page.touching],
  );
  const isWaiting = looking.length > 0;

  // One at a time: the host gives up on a question when the next one comes.
  const [question] = looking;
  const isAsked = question !== undefined && isBusy(page, { kind: 'findTouching', text: question });
  const asked = useRef<string | null>(null);
  useEffect(() => {
    const key = question === undefined ? null : touchingKey(changelog.key, question);
    if (key === null) asked.current = null;
    // A question that has ended without an answer still has it to come: it is not asked again for that.
    if (question === undefined || isAsked || asked.current === key) return undefined;
    const timer = setTimeout(() => {
      asked.current = key;
      store.findTouching(question);
    }, typingPause);
    return () => {
      clearTimeout(timer);
    };
  }, [question, isAsked, store, changelog]);

  useLayoutEffect(() => {
    if (filter.terms.length === 0) {
      setFound(null);
      return undefined;
    }
    // What was found before stays until the answer is there: rows of no path in particular would be wrong ones.
    if (isWaiting) return undefined;
    return search.run(filter, touching, setFound);
  }, [search, filter, touching, isWaiting]);

  const isOfThis = filter.terms.length > 0 && found?.of === changelog;
  return { filter, found: isOfThis ? found : null, looking, problems };
}
