import type { Tone } from '../../src/views/panel/protocol';
import type { IconName } from './iconPaths';
import { iconPaths } from './iconPaths';

/** An icon beside a word that says the same: screen readers skip it. */
export function Icon({ name, tone, class: extra = '' }: { name: IconName; tone?: Tone; class?: string }) {
  return (
    <svg
      class={`icon ${tone === undefined ? '' : `tone-${tone}`} ${extra}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={iconPaths[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}

/** The icon of a tone: its shape tells what its colour tells. */
export function toneIcon(tone: Tone): IconName {
  const icons = { ok: 'pass', info: 'info', warn: 'warning', error: 'fail', dim: 'none' } as const;
  return icons[tone];
}
