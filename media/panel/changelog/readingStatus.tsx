import type { PageState } from '../../../src/views/panel/protocol';
import { AnswerLine } from '../answer';
import { IntentButton } from '../intentButton';
import { UserText } from '../userText';

interface ReadingStatusProps {
  readonly text: string;
  readonly actions: PageState['changelogActions'];
}

/** How the reading of the commits goes, or why it ended, and what can be done about it. */
export function ReadingStatus({ text, actions }: ReadingStatusProps) {
  const progress = progressOf(text);
  return (
    <div class="reading-status">
      {/* A count that moves all the time is not said each time: the bar has it for who asks. */}
      <p class="dim" id="reading-status" role={progress === null ? 'status' : undefined}>
        <UserText text={text} />
      </p>
      {progress !== null && (
        <progress class="progress" aria-labelledby="reading-status" max={progress.total} value={progress.read} />
      )}
      {actions.map(({ label, intent }) => (
        <IntentButton key={label} intent={intent} from="reading">
          {label}
        </IntentButton>
      ))}
      <AnswerLine from="reading" />
    </div>
  );
}

/** "Reading 12,000 of 50,000 commits…": how far it has come. */
function progressOf(text: string): { readonly read: number; readonly total: number } | null {
  const [, read = '', total = ''] = /(\d[\d,]*) of (\d[\d,]*)/.exec(text) ?? [];
  const numbers = { read: Number(read.replaceAll(',', '')), total: Number(total.replaceAll(',', '')) };
  return total !== '' && numbers.total > 0 && numbers.read <= numbers.total ? numbers : null;
}
