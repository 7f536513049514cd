import { useEffect, useState } from 'preact/hooks';
import type { PageState } from '../../src/views/panel/protocol';
import { changelogTitle } from './changelog/changelog';
import { Icon, toneIcon } from './icon';
import { changelogOf, usePage } from './pageContext';
import { goToSection } from './section';
import { UserText } from './userText';

/** The verdict and the way to each part, once the verdict itself has scrolled away. It takes no room in the page. */
export function CompactBar({ state }: { state: PageState }) {
  const { page } = usePage();
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const verdict = document.getElementById('verdict');
    if (verdict === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      setVisible(entry !== undefined && !entry.isIntersecting && entry.boundingClientRect.top < 0);
    });
    observer.observe(verdict);
    return () => {
      observer.disconnect();
    };
  }, []);

  const { verdict, header } = state;
  if (verdict === null) return null;
  const parts = [
    { id: 'highlights', label: 'What can hurt', there: state.highlights !== null },
    { id: 'changelog', label: changelogTitle(changelogOf(page)), there: true },
    { id: 'description', label: 'Description', there: state.description !== null },
    { id: 'comments', label: 'Comments', there: state.comments.length > 0 },
  ].filter((part) => part.there);
  return (
    <div class="compact-anchor">
      <section class={`compact edge-${verdict.tone} ${visible ? 'compact-visible' : ''}`} aria-label="At a glance">
        <span class="compact-word">
          <Icon name={toneIcon(verdict.tone)} tone={verdict.tone} />
          <strong>{verdict.word}</strong>
        </span>
        <span class="compact-title">
          <UserText text={header === null ? verdict.summary : header.title} />
        </span>
        <nav aria-label="Parts of the page">
          {parts.map((part) => (
            <button
              key={part.id}
              type="button"
              class="link"
              onClick={() => {
                goToSection(part.id);
              }}
            >
              {part.label}
            </button>
          ))}
        </nav>
      </section>
    </div>
  );
}
