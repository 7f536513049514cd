import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Block, Inline, RichText } from '../../src/core/markdown/richText';
import { visibleText } from '../../src/core/visibleText';
import { headingLevels } from './headingLevels';
import { Icon } from './icon';
import { usePage } from './pageContext';
import { UserText } from './userText';

/** Text of a description or comment as elements; its outermost headings get level `base`. */
export function RichTextView({ text, base }: { text: RichText; base: number }) {
  const levels = useMemo(() => headingLevels(text, base), [text, base]);
  return (
    <div class="rich" dir="auto">
      <Blocks blocks={text} levels={levels} />
    </div>
  );
}

function Blocks({ blocks, levels }: { blocks: RichText; levels: ReadonlyMap<Block, number> }) {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} levels={levels} />
      ))}
    </>
  );
}

function BlockView({ block, levels }: { block: Block; levels: ReadonlyMap<Block, number> }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Inlines children={block.children} />
        </p>
      );
    case 'heading': {
      const Heading = `h${String(levels.get(block) ?? 6)}` as 'h3' | 'h4' | 'h5' | 'h6';
      return (
        <Heading dir="auto">
          <Inlines children={block.children} />
        </Heading>
      );
    }
    case 'code':
      return (
        <pre dir="ltr">
          <code>{visibleText(block.text)}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} levels={levels} />
        </blockquote>
      );
    case 'rule':
      return <hr />;
    case 'list':
      return <ListView list={block} levels={levels} />;
    case 'table':
      return <TableView table={block} />;
  }
}

function ListView({ list, levels }: { list: Extract<Block, { kind: 'list' }>; levels: ReadonlyMap<Block, number> }) {
  const items = list.items.map((item, index) => (
    <li key={index} class={item.checked === null ? '' : 'rich-task'} dir="auto">
      {item.checked !== null && (
        <>
          <span class={`rich-box ${item.checked ? 'rich-box-checked' : ''}`} aria-hidden="true">
            {item.checked && <Icon name="check" />}
          </span>
          <span class="hidden">{item.checked ? 'Ticked: ' : 'Not ticked: '}</span>
        </>
      )}
      <Blocks blocks={item.children} levels={levels} />
    </li>
  ));
  return list.ordered ? <ol start={list.start}>{items}</ol> : <ul>{items}</ul>;
}

function TableView({ table }: { table: Extract<Block, { kind: 'table' }> }) {
  return (
    <div class="table-scroll" role="region" aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.head.map((cell, index) => (
              <th key={index} scope="col">
                <Inlines children={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Inlines children={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines({ children }: { children: readonly Inline[] }): JSX.Element {
  return (
    <>
      {children.map((inline, index) => (
        <InlineView key={index} inline={inline} />
      ))}
    </>
  );
}

function InlineView({ inline }: { inline: Inline }) {
  switch (inline.kind) {
    case 'text':
      return <UserText text={inline.text} />;
    case 'code':
      return <code>{visibleText(inline.text)}</code>;
    case 'break':
      return <br />;
    case 'strong':
      return (
        <strong>
          <Inlines children={inline.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inlines children={inline.children} />
        </em>
      );
    case 'strike':
      return (
        <del>
          <Inlines children={inline.children} />
        </del>
      );
    case 'link':
      return <TextLink url={inline.url} children={inline.children} />;
  }
}

/**
 * A link inside of text. Without an address of its own, since the editor would open that by itself as well; an anchor and
 * not a button, since only that breaks over lines with its text.
 */
function TextLink({ url, children }: { url: string; children: readonly Inline[] }) {
  const { store } = usePage();
  const open = (): void => {
    store.send({ kind: 'openLink', url }, 'page');
  };
  return (
    <a
      class="link"
      role="link"
      tabIndex={0}
      title={visibleText(url)}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter') open();
      }}
    >
      <Inlines children={children} />
    </a>
  );
}
