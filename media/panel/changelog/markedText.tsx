import { visibleText } from '../../../src/core/visibleText';
import { fold } from './filter';

/** Text with the searched words marked, where folding leaves the length as it is. */
export function MarkedText({ text, words }: { text: string; words: readonly string[] }) {
  const shown = visibleText(text);
  const folded = words.length === 0 ? '' : fold(shown);
  const found =
    folded.length === shown.length
      ? words
          .map((word) => ({ at: folded.indexOf(word), length: word.length }))
          .filter(({ at }) => at >= 0)
          .sort((one, other) => one.at - other.at)
      : [];
  const parts = [];
  let end = 0;
  for (const { at, length } of found) {
    if (at < end) continue;
    parts.push(shown.slice(end, at), <mark key={at}>{shown.slice(at, at + length)}</mark>);
    end = at + length;
  }
  return <bdi>{[...parts, shown.slice(end)]}</bdi>;
}
