import type { CommitView } from '../../../src/views/panel/changelogViews';
import { IntentLink } from '../intentButton';
import { UserText } from '../userText';

/** As many issues as a row names. */
const shown = 4;

interface IssuesProps {
  readonly commits: readonly CommitView[];
  readonly tabIndex: number;
}

/** The issues that commits name: those of the forge as links, tickets of other trackers as they were written. */
export function Issues({ commits, tabIndex }: IssuesProps) {
  const byText = new Map<string, CommitView['issues'][number]>();
  for (const { issues, pull } of commits) {
    for (const issue of issues) {
      const known = byText.get(issue.text);
      // The number of its own pull request stands in the row already.
      if (issue.text === `#${String(pull)}` || known?.closes === true) continue;
      byText.set(issue.text, issue);
    }
  }
  const all = [...byText.values()];
  if (all.length === 0) return null;
  const more = all.slice(shown).map((issue) => issue.text);
  return (
    <span class="row-issues">
      {all.slice(0, shown).map(({ text, closes, intent }) => (
        <span key={text}>
          {closes && 'closes '}
          {intent === null ? (
            <UserText text={text} />
          ) : (
            <IntentLink intent={intent} from="changelog" tabIndex={tabIndex} title="Open the issue">
              <UserText text={text} />
            </IntentLink>
          )}
        </span>
      ))}
      {more.length > 0 && <span title={more.join(', ')}>and {String(more.length)} more</span>}
    </span>
  );
}
