import type { CommentView, PageState } from '../../src/views/panel/protocol';
import { Folded } from './folded';
import { Icon } from './icon';
import { RelativeTime } from './relativeTime';
import { RichTextView } from './richTextView';
import { Section } from './section';
import { UserText } from './userText';

/** What the pull request says about itself. */
export function Description({ description }: { description: NonNullable<PageState['description']> }) {
  return (
    <Section id="description" title="Description">
      {description.text.length === 0 ? (
        <p class="dim note">
          <UserText text={description.empty} />
        </p>
      ) : (
        <Folded name="description">
          <RichTextView text={description.text} base={3} />
        </Folded>
      )}
    </Section>
  );
}

/** What others say about it: a bot's comment supports the decision, and takes none. */
export function Comments({ comments }: { comments: readonly CommentView[] }) {
  return (
    <Section id="comments" title="Comments" note={String(comments.length)}>
      <ol class="comments">
        {comments.map((comment) => (
          <li key={comment.id} class="comment">
            <div class="comment-head">
              <Icon name={comment.isBot ? 'robot' : 'person'} />
              <h3>
                <UserText text={comment.author} />
              </h3>
              <span class="dim">
                <RelativeTime at={comment.at} />
                {comment.edited && ', edited'}
              </span>
              {comment.note !== null && <span class="comment-note">{comment.note}</span>}
            </div>
            <Folded name={`comment ${comment.id}`}>
              <RichTextView text={comment.text} base={4} />
            </Folded>
          </li>
        ))}
      </ol>
    </Section>
  );
}
