import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePage } from '../pageContext';
import { focusInView } from '../scroll';
import type { ArrivedChangelog } from './arrived';
import { ChunkView } from './chunkView';
import type { Chunk } from './chunks';
import { chunksBetween, piecesOf } from './chunks';
import { RowPlaces } from './rowNames';

/** Pixels beyond both edges of the window that are drawn as well. */
const overscan = 900;
const headingHeight = 40;

interface ListProps {
  readonly changelog: ArrivedChangelog;
  readonly chunks: readonly Chunk[];
  readonly words: readonly string[];
}

/** A row to be brought to where it was, or into view, when it is drawn. */
interface Awaited {
  readonly name: string;
  /** Pixels from the top of the window; `null`: into view. */
  readonly top: number | null;
  readonly takesFocus: boolean;
}

/**
 * The rows that are near the window, and gaps in place of the others: drawing costs the same for ten rows and for ten
 * thousand. Rows may have any height: a chunk's is measured while it is drawn and remembered when it is not; above the
 * window the browser's scroll anchoring takes up the difference between the estimate and the truth. Rows whose commits
 * have not come are a gap too, which is drawn when they have and it is near the window.
 *
 * One row at a time is a tab stop, so that Tab passes the list by; arrows, Page Up, Page Down, Home and End move in it.
 */
export function VirtualList({ changelog, chunks, words }: ListProps) {
  const { page, store, place } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const measured = useRef(new Map<string, number>());
  const awaited = useRef<Awaited | null>(null);
  const held = useRef<{ readonly name: string; readonly top: number } | null>(null);
  const beyond = useRef(0);
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const [active, setActive] = useState<string | null>(() => place.rowToRestore()?.row ?? null);
  const [, setArrived] = useState(0);
  const drawn = useRef(changelog);
  const places = useMemo(() => new RowPlaces(changelog, chunks), [changelog, chunks]);

  // A newer reading of the same commits: what is at the top of the window stays there, and the focus on its row.
  if (drawn.current !== changelog) {
    drawn.current = changelog;
    awaited.current = anchorIn(list.current);
  }
  const activePlace = Math.max(0, active === null ? 0 : places.placeOf(active));
  const activeChunk = places.chunkAt(activePlace);
  const wanted = [activeChunk];
  if (awaited.current !== null) wanted.push(places.chunkAt(Math.max(0, places.placeOf(awaited.current.name))));
  for (let index = range[0]; index <= Math.min(range[1], chunks.length - 1); index++) wanted.push(index);
  const isHere = (index: number): boolean => (chunks[index]?.lastRow ?? Infinity) < changelog.commits.length;
  const shown = new Set(wanted.filter(isHere));
  const lacks = shown.size < new Set(wanted).size;

  const heightsNow = (): readonly number[] => {
    for (const element of list.current?.querySelectorAll<HTMLElement>('[data-chunk]') ?? []) {
      measured.current.set(element.dataset['chunk'] ?? '', element.getBoundingClientRect().height);
    }
    const rowHeight = typicalRowHeight(chunks, measured.current);
    return chunks.map(
      (chunk) =>
        measured.current.get(chunk.key) ?? chunk.entries.length * rowHeight + (chunk.isFirst ? headingHeight : 0),
    );
  };
  const heights = heightsNow();

  const update = useRef<() => void>(() => undefined);
  update.current = (): void => {
    const element = list.current;
    if (element === null) return;
    const top = -element.getBoundingClientRect().top;
    const next = chunksBetween(heightsNow(), top - beyond.current, top + window.innerHeight + beyond.current);
    if (next[0] !== range[0] || next[1] !== range[1]) setRange(next);
    if (element.contains(document.activeElement) || (activeChunk >= next[0] && activeChunk <= next[1])) return;
    if (awaited.current !== null || place.rowToRestore() !== null) return;
    // Tab is to enter the list where it is being read.
    setActive(places.nameAt(chunks[next[0]]?.startInList ?? 0));
  };

  useEffect(() => {
    // Not for the first frame: what is in view is to be there as soon as it can.
    const timer = setTimeout(() => {
      beyond.current = overscan;
      update.current();
    });
    let width = window.innerWidth;
    const onScroll = (): void => {
      update.current();
    };
    const onResize = (): void => {
      if (window.innerWidth !== width) measured.current.clear();
      width = window.innerWidth;
      update.current();
    };
    window.addEventListener('scroll', onScroll, { passive: true });
    window.addEventListener('resize', onResize);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('scroll', onScroll);
      window.removeEventListener('resize', onResize);
    };
  }, []);

  const waits = lacks || place.rowToRestore() !== null || page.led !== null;
  useLayoutEffect(() => {
    if (!waits || changelog.isComplete) return undefined;
    return changelog.onMore(() => {
      setArrived((times) => times + 1);
    });
  }, [waits, changelog]);

  // The kept row may be one that comes with a later part.
  const toRestore = place.rowToRestore()?.row ?? null;
  useLayoutEffect(() => {
    const restored = toRestore === null ? -1 : places.placeOf(toRestore);
    if (restored >= 0 && restored !== activePlace && places.nameAt(restored) !== null) setActive(toRestore);
    lead();
    settle();
    update.current();
  });

  const lead = (): void => {
    if (page.led === null) return;
    const at = places.placeOfCommit(changelog.rowOf(page.led.sha));
    const entry = places.entryAt(at);
    if (entry === undefined) return;
    if (entry.fold !== null) {
      store.read({ open: { ...store.page.reading.open, [entry.fold.name]: true } });
      return;
    }
    const name = places.nameAt(at);
    if (name === null) return;
    store.endLeading();
    goTo({ name, top: null, takesFocus: true });
  };

  const goTo = (row: Awaited): void => {
    awaited.current = row;
    setActive(row.name);
    setArrived((times) => times + 1);
  };

  const settle = (): void => {
    const kept = place.rowToRestore();
    place.restoreRow();
    if (kept?.row != null && place.rowToRestore() === null) hold({ name: kept.row, top: kept.offset });
    if (awaited.current !== null) {
      const { name, top, takesFocus } = awaited.current;
      const at = places.placeOf(name);
      const current = places.nameAt(at) ?? name;
      const row = document.getElementById(`row-${current}`);
      if (row !== null || at < 0) awaited.current = null;
      if (row !== null && top !== null) hold({ name: current, top });
      if (row !== null && takesFocus && top === null) focusInView(row, 'nearest');
      else if (row !== null && takesFocus && !row.contains(document.activeElement)) row.focus({ preventScroll: true });
    }
    const row = held.current === null ? null : document.getElementById(`row-${held.current.name}`);
    if (row !== null && held.current !== null) window.scrollBy(0, row.getBoundingClientRect().top - held.current.top);
  };

  /** The rows around a row are drawn after it and may be higher than was thought: until then it is held in place. */
  const hold = (row: { readonly name: string; readonly top: number }): void => {
    held.current = row;
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        if (held.current === row) held.current = null;
      });
    });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -places.count,
      End: places.count,
    };
    const step = steps[event.key];
    if (step === undefined || places.count === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const name = places.nameAt(Math.min(Math.max(activePlace + step, 0), places.count - 1));
    if (name !== null) goTo({ name, top: null, takesFocus: true });
  };

  const onFocusIn = (event: FocusEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (row?.dataset['row'] !== undefined) setActive(row.dataset['row']);
  };

  return (
    <div ref={list} class="virtual-list" onKeyDown={onKeyDown} onFocusIn={onFocusIn}>
      {piecesOf(heights, shown).map((piece) => {
        if ('gap' in piece) return <Gap key={piece.key} height={piece.gap} />;
        const chunk = chunks[piece.chunk];
        if (chunk === undefined) return null;
        const isActive = piece.chunk === activeChunk;
        return (
          <ChunkView
            key={chunk.key}
            chunk={chunk}
            changelog={changelog}
            active={isActive ? (places.entryAt(activePlace)?.key ?? null) : null}
            words={words}
          />
        );
      })}
    </div>
  );
}

/** The focused row, else the first one in view, if the reader is among the rows at all. */
function anchorIn(list: HTMLElement | null): Awaited | null {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const focused = rows.find((row) => row.contains(document.activeElement));
  const first = rows.find((row) => row.getBoundingClientRect().bottom > 0);
  const isAmongThem = first !== undefined && first.getBoundingClientRect().top < 80;
  const row = focused ?? (isAmongThem ? first : undefined);
  const name = row?.dataset['row'];
  if (row === undefined || name === undefined) return null;
  return { name, top: row.getBoundingClientRect().top, takesFocus: focused !== undefined };
}

/** Pixels: the mean of what was measured, or a guess while that is little. */
function typicalRowHeight(chunks: readonly Chunk[], measured: ReadonlyMap<string, number>): number {
  let height = 0;
  let rows = 0;
  for (const chunk of chunks) {
    const its = measured.get(chunk.key);
    if (its === undefined || chunk.isFirst) continue;
    height += its;
    rows += chunk.entries.length;
    if (rows > 200) break;
  }
  return rows < 48 ? 47 : height / rows;
}

/** Set through the object model: the page's content security policy forbids style attributes. */
function Gap({ height }: { height: number }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    element.current?.style.setProperty('height', `${String(height)}px`);
  }, [height]);
  return <div ref={element} class="gap" aria-hidden="true" />;
}
