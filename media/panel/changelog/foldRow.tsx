import { count } from '../../../src/core/ages';
import { Icon } from '../icon';
import { useDisclosure } from '../pageContext';
import { UserText } from '../userText';
import type { Entry, Fold } from './entries';

interface FoldRowProps {
  readonly entry: Entry;
  readonly fold: Fold;
  readonly position: number;
  readonly size: number;
  readonly isActive: boolean;
}

/** Pull requests of one piece of automation, in one row until it is opened; then they follow it as rows of the list. */
export function FoldRow({ entry, fold, position, size, isActive }: FoldRowProps) {
  const [open, flip] = useDisclosure(fold.name, false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const wanted = { ArrowRight: true, ArrowLeft: false, Enter: !open }[event.key];
    if (wanted !== undefined && wanted !== open) flip();
  };
  return (
    <li
      id={`row-${entry.key}`}
      class="row"
      data-row={entry.key}
      tabIndex={isActive ? 0 : -1}
      aria-setsize={size}
      aria-posinset={position}
      onKeyDown={onKeyDown}
    >
      <Icon name="robot" class="row-icon dim" />
      <div class="row-body">
        <button
          type="button"
          class="link chevron fold-toggle"
          tabIndex={isActive ? 0 : -1}
          aria-expanded={open}
          onClick={flip}
        >
          <span>
            <UserText text={fold.bot} />: {count(fold.pulls, 'pull request')}
          </span>
          <Icon name="chevron" />
        </button>
      </div>
    </li>
  );
}
