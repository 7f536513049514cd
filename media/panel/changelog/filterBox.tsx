import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../icon';
import { usePage } from '../pageContext';
import { focusInView } from '../scroll';

/** Where the filter is typed; Ctrl+F leads here, since the editor's own search could only find the rows that are drawn. */
export function FilterBox() {
  const { page, store } = usePage();
  const { filter: text } = page.reading;
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const find = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'f')
        return;
      event.preventDefault();
      if (input.current !== null) focusInView(input.current, 'nearest');
      input.current?.select();
    };
    window.addEventListener('keydown', find);
    return () => {
      window.removeEventListener('keydown', find);
    };
  }, []);

  return (
    <div class="filter">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        id="filter"
        value={text}
        placeholder="Filter: words, #12, path:…, author:…, is:…"
        title={help}
        aria-label="Filter the changelog"
        aria-describedby="filter-count"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          store.read({ filter: event.currentTarget.value });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') store.read({ filter: '' });
        }}
      />
      {text !== '' && (
        <button
          type="button"
          class="icon-button"
          aria-label="Clear the filter"
          title="Clear the filter"
          onClick={() => {
            store.read({ filter: '' });
            input.current?.focus({ preventScroll: true });
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

const help = [
  'Words that all occur, "several words" together, #12, a SHA',
  'type: scope: author: path: pull: issue: sha:',
  'is:breaking is:direct is:bot is:first is:reverted is:issue',
  'A minus before any of them excludes',
].join('\n');
