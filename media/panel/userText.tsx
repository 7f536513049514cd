import { visibleText } from '../../src/core/visibleText';

/** Text that somebody wrote: with invisible characters shown, and kept from turning the text around it. */
export function UserText({ text }: { text: string }) {
  return <bdi>{visibleText(text)}</bdi>;
}
