import { parseMarkdown } from '../../markdown/parser';
import type { RiskChoice } from '../../risk';
import type { Gate, GateFacts } from '../gate';
import type { Policy } from '../policy';

/** "Notes on rollout and rollback in the PR description" for a high-risk release (process description). */
export function notesGate(facts: GateFacts, policy: Policy, risk: RiskChoice): Gate {
  const gate = {
    id: 'notes',
    title: 'Rollout and rollback notes',
    evidence: [],
    actors: [`@${facts.pull.author.login}`],
    enforced: false,
    advisory: false,
  } as const;
  if (risk.level !== 'high') {
    return { ...gate, state: 'not-applicable', detail: 'Only when the risk is high.', action: null };
  }
  const sections = filledSections(facts.pull.body);
  const wanted = [policy.notes.rollout, policy.notes.rollback];
  const absent = wanted.filter((word) => !sections.some((title) => title.includes(word.toLowerCase())));
  if (absent.length === 0) return { ...gate, state: 'pass', detail: 'Both are in the description.', action: null };
  const detail = `The description has no ${absent.join(' and no ')} section with text in it.`;
  return { ...gate, state: 'fail', detail, action: { kind: 'open-pull' } };
}

/** Lower-cased titles of the headings that have text under them, before the next heading of the same or a higher level. */
function filledSections(body: string): readonly string[] {
  const filled = new Set<string>();
  let open: { readonly level: number; readonly title: string }[] = [];
  let heading: number | null = null;
  for (const token of parseMarkdown(body)) {
    if (token.type === 'heading_open') {
      const level = Number(token.tag.slice(1));
      open = open.filter((each) => each.level < level);
      heading = level;
    } else if (token.type === 'inline' && heading !== null) {
      open = [...open, { level: heading, title: token.content.toLowerCase() }];
      heading = null;
    } else if ((token.type === 'inline' || token.type === 'fence' || token.type === 'code_block') && hasText(token)) {
      for (const each of open) filled.add(each.title);
    }
  }
  return [...filled];
}

/** Comments and tags of a template are no text. */
function hasText(token: {
  readonly content: string;
  readonly children: readonly { type: string; content: string }[] | null;
}): boolean {
  const text = token.children?.filter((child) => child.type !== 'html_inline').map((child) => child.content);
  return (text?.join('') ?? token.content).trim() !== '';
}
