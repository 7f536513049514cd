import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { count } from '../../../src/core/ages';
import { visibleText } from '../../../src/core/visibleText';
import { Icon } from '../icon';
import type { IconName } from '../iconPaths';
import { useDisclosure, usePage } from '../pageContext';
import { UserText } from '../userText';
import type { ArrivedChangelog } from './arrived';
import { hasTerm, termOf, toggledTerm } from './filter';

interface ChipView {
  readonly term: string;
  readonly text: string;
  readonly note: string;
  readonly icon: IconName | null;
  readonly title: string;
}

/** As many areas as are shown before the others are asked for, and then at most. */
const fewAreas = 4;
const manyAreas = 40;

/**
 * The conditions that a reviewer of this release may want, as buttons that put them into the filter. One tab stop; the
 * arrows move in it (https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/).
 */
export function FilterChips({ changelog }: { changelog: ArrivedChangelog }) {
  const { page, store } = usePage();
  const bar = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const [showsAll, flip] = useDisclosure('all areas', false);
  const hasDirect = useHasDirect(changelog);
  const { areas } = changelog.outline;
  const named = areas.filter((area) => area.path !== '');
  const shownAreas = named.slice(0, showsAll ? manyAreas : fewAreas);
  const hidden = Math.min(named.length, manyAreas) - shownAreas.length;
  const chips = [...kindChips(changelog, hasDirect), ...shownAreas.map(areaChip)];
  if (chips.length === 0) return null;

  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(bar.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 };
    const next = steps[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const to = Math.min(Math.max(next, 0), buttons.length - 1);
    setStop(to);
    buttons[to]?.focus();
  };
  const more = named.length > fewAreas;
  const active = Math.min(stop, chips.length - (more ? 0 : 1));
  return (
    <div ref={bar} class="chips" role="toolbar" aria-label="Common filters" onKeyDown={onKeyDown}>
      {chips.map((chip, index) => (
        <button
          key={chip.term}
          type="button"
          id={`chip-${String(index)}`}
          class="chip"
          tabIndex={index === active ? 0 : -1}
          aria-pressed={hasTerm(page.reading.filter, chip.term)}
          title={visibleText(chip.title)}
          onClick={() => {
            setStop(index);
            store.read({ filter: toggledTerm(page.reading.filter, chip.term) });
          }}
        >
          {chip.icon !== null && <Icon name={chip.icon} />}
          <UserText text={chip.text} />
          {chip.note !== '' && <span class="chip-note">{chip.note}</span>}
        </button>
      ))}
      {more && (
        <button
          type="button"
          class="link chips-more"
          tabIndex={active === chips.length ? 0 : -1}
          aria-expanded={showsAll}
          onClick={() => {
            setStop(showsAll ? 0 : chips.length);
            flip();
          }}
        >
          {showsAll ? 'Fewer areas' : `${String(hidden)} more ${hidden === 1 ? 'area' : 'areas'}`}
        </button>
      )}
    </div>
  );
}

function kindChips({ outline }: ArrivedChangelog, hasDirect: boolean): readonly ChipView[] {
  const { sections, bots, newcomers } = outline;
  const ofBots = bots.reduce((sum, bot) => sum + bot.rows.length, 0);
  const hasBreaking = sections.some((section) => section.id === 'breaking');
  const names = newcomers.map((newcomer) => newcomer.name);
  return [
    ...(hasBreaking ? [kind('is:breaking', 'Breaking', '', 'warning', 'Only what breaks something')] : []),
    ...(hasDirect ? [kind('is:direct', 'No pull request', '', 'commit', 'Only commits without a pull request')] : []),
    ...(names.length === 0
      ? []
      : [
          kind(
            'is:first',
            'First contributions',
            String(names.length),
            'person',
            `Only the first commits of ${names.join(', ')}`,
          ),
        ]),
    ...(ofBots === 0
      ? []
      : [kind('is:bot', 'Bots', String(ofBots), 'robot', `Only what ${bots.map((bot) => bot.name).join(', ')} wrote`)]),
  ];
}

function kind(term: string, text: string, note: string, icon: IconName, title: string): ChipView {
  return { term, text, note, icon, title: `${title} (${term})` };
}

function areaChip({ path, files }: { readonly path: string; readonly files: number }): ChipView {
  const term = termOf('path', path);
  const note = count(files, 'file');
  return { term, text: path.replace(/\/$/, ''), note, icon: null, title: `${note} differ; commits that touch ${path}` };
}

/** Whether any commit came without a pull request, as far as they have come. */
function useHasDirect(changelog: ArrivedChangelog): boolean {
  const [, setArrived] = useState(0);
  useLayoutEffect(
    () =>
      changelog.onMore(() => {
        if (changelog.isComplete) setArrived((times) => times + 1);
      }),
    [changelog],
  );
  return changelog.commits.some((commit) => commit.direct);
}
