import { Component } from 'preact';
import type { CommitView } from '../../../src/views/panel/changelogViews';
import { Icon, toneIcon } from '../icon';
import { UserText } from '../userText';
import type { ArrivedChangelog } from './arrived';
import type { Chunk } from './chunks';
import type { Entry } from './entries';
import { FoldRow } from './foldRow';
import type { RowCommits } from './merges';
import { withoutRepeats } from './merges';
import { Row } from './row';
import { rowName } from './rowNames';

interface ChunkProps {
  readonly chunk: Chunk;
  readonly changelog: ArrivedChangelog;
  readonly words: readonly string[];
  /** Key of the row that is the tab stop, when it is in this chunk. */
  readonly active: string | null;
}

/** The rows of a chunk. Drawn again only when something of it changed, and not while the list scrolls. */
export class ChunkView extends Component<ChunkProps> {
  override shouldComponentUpdate(next: ChunkProps): boolean {
    const { chunk, changelog, active, words } = this.props;
    return next.chunk !== chunk || next.changelog !== changelog || next.active !== active || next.words !== words;
  }

  override render({ chunk, changelog, active, words }: ChunkProps) {
    const { section } = chunk;
    const size = section.entries.length;
    return (
      <div class="chunk" data-chunk={chunk.key}>
        {chunk.isFirst && (
          <h3 class={`changelog-section tone-${section.tone}`}>
            {(section.tone === 'error' || section.tone === 'warn') && <Icon name={toneIcon(section.tone)} />}
            {section.title}
            {/* Titles that count are those of commits that came with another release. */}
            {!/\d/.test(section.title) && <span class="section-count">{chunk.count.toLocaleString('en')}</span>}
          </h3>
        )}
        {chunk.isFirst && section.note !== null && (
          <p class="changelog-note">
            <UserText text={section.note} />
          </p>
        )}
        <ul aria-label={section.title}>
          {chunk.entries.map((entry, index) => {
            const place = { position: chunk.start + index + 1, size, isActive: entry.key === active };
            if (entry.fold !== null) return <FoldRow key={entry.key} entry={entry} fold={entry.fold} {...place} />;
            const commits = commitsOf(entry, changelog);
            if (commits === null) return null;
            return (
              <Row
                key={entry.key}
                entry={entry}
                commits={commits}
                name={rowName(entry, changelog)}
                {...place}
                words={words}
                underBreaking={section.id === 'breaking'}
              />
            );
          })}
        </ul>
      </div>
    );
  }
}

function commitsOf({ pull, rows, siblings }: Entry, { commits }: ArrivedChangelog): RowCommits | null {
  const those = (indexes: readonly number[]): readonly CommitView[] =>
    indexes.map((row) => commits[row]).filter((commit) => commit !== undefined);
  const [first, ...others] = those(rows);
  if (first === undefined) return null;
  return pull === null ? [withoutRepeats(first, those(siblings))] : [first, ...others];
}
