import { Component } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon, toneIcon } from '../icon';
import { usePage } from '../pageContext';
import { focusInView } from '../scroll';
import type { Chunk } from './chunks';
import { chunksBetween, piecesOf } from './chunks';
import { Row } from './row';

/** Pixels beyond both edges of the window that are drawn as well. */
const overscan = 900;
const headingHeight = 40;

/**
 * The rows that are near the window, and gaps in place of the others: drawing costs the same for ten rows and for ten
 * thousand. Rows may have any height: a chunk's is measured while it is drawn and remembered when it is not; above the
 * window the browser's scroll anchoring takes up the difference between the estimate and the truth.
 *
 * One row at a time is a tab stop, so that Tab passes the list by; arrows, Page Up, Page Down, Home and End move in it.
 */
export function VirtualList({
  chunks,
  words,
  said,
}: Omit<ChunkProps, 'chunk' | 'active'> & { chunks: readonly Chunk[] }) {
  const { place } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const measured = useRef(new Map<string, number>());
  const focusSoon = useRef<string | null>(null);
  const [range, setRange] = useState<readonly [number, number]>([0, 1]);
  const [active, setActive] = useState<string | null>(() => place.rowToRestore()?.row ?? null);
  const { keys, chunkOf } = useMemo(() => orderOf(chunks), [chunks]);

  const activeKey = active !== null && chunkOf.has(active) ? active : (keys[0] ?? null);
  const activeChunk = activeKey === null ? 0 : (chunkOf.get(activeKey) ?? 0);
  const shown = new Set([activeChunk]);
  for (let index = range[0]; index <= Math.min(range[1], chunks.length - 1); index++) shown.add(index);

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
    const next = chunksBetween(heightsNow(), top - overscan, top + window.innerHeight + overscan);
    if (next[0] !== range[0] || next[1] !== range[1]) setRange(next);
    if (element.contains(document.activeElement) || (activeChunk >= next[0] && activeChunk <= next[1])) return;
    // Tab is to enter the list where it is being read.
    setActive(chunks[next[0]]?.entries[0]?.key ?? null);
  };

  useEffect(() => {
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
      window.removeEventListener('scroll', onScroll);
      window.removeEventListener('resize', onResize);
    };
  }, []);

  useLayoutEffect(() => {
    place.restoreRow();
    const row = focusSoon.current === null ? null : document.getElementById(`row-${focusSoon.current}`);
    focusSoon.current = null;
    if (row !== null) focusInView(row, 'nearest');
    update.current();
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -keys.length,
      End: keys.length,
    };
    const step = steps[event.key];
    if (step === undefined || activeKey === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const at = Math.min(Math.max(keys.indexOf(activeKey) + step, 0), keys.length - 1);
    focusSoon.current = keys[at] ?? null;
    setActive(focusSoon.current);
    if (focusSoon.current === activeKey) update.current();
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
          <ChunkView key={chunk.key} chunk={chunk} active={isActive ? activeKey : null} words={words} said={said} />
        );
      })}
    </div>
  );
}

function orderOf(chunks: readonly Chunk[]) {
  const keys: string[] = [];
  const chunkOf = new Map<string, number>();
  chunks.forEach((chunk, index) => {
    for (const { key } of chunk.entries) {
      keys.push(key);
      chunkOf.set(key, index);
    }
  });
  return { keys, chunkOf };
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

interface ChunkProps {
  readonly chunk: Chunk;
  /** The tab stop, when it is in this chunk. */
  readonly active: string | null;
  readonly words: readonly string[];
  /** Texts of the marks that are said once of the whole changelog. */
  readonly said: ReadonlySet<string>;
}

/** Drawn again only when something of it changed, and not while the list scrolls. */
class ChunkView extends Component<ChunkProps> {
  override shouldComponentUpdate(next: ChunkProps): boolean {
    const { chunk, active, words, said } = this.props;
    return next.chunk !== chunk || next.active !== active || next.words !== words || next.said !== said;
  }

  override render({ chunk, active, words, said }: ChunkProps) {
    const { section } = chunk;
    const size = section.entries.length;
    return (
      <div class="chunk" data-chunk={chunk.key}>
        {chunk.isFirst && (
          <h3 class={`changelog-section tone-${section.tone}`}>
            {(section.tone === 'error' || section.tone === 'warn') && <Icon name={toneIcon(section.tone)} />}
            {section.title}
            <span class="section-count">{size}</span>
          </h3>
        )}
        <ul aria-label={section.title}>
          {chunk.entries.map((entry, index) => (
            <Row
              key={entry.key}
              entry={entry}
              position={chunk.start + index + 1}
              size={size}
              isActive={entry.key === active}
              words={words}
              said={said}
              underBreaking={section.id === 'breaking'}
            />
          ))}
        </ul>
      </div>
    );
  }
}
