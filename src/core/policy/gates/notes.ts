import { parseMarkdown } from '../../markdown/parser';
import type { RiskChoice } from '../../risk/labels';
import type { Gate, GateFacts } from '../gate';
import { listed } from '../people';
import type { Policy } from '../policy';

/** "Notes on rollout and rollback in the PR description" for a high-risk release (process description). */
export function notesGate(facts: GateFacts, policy: Policy, risk: RiskChoice): Gate {
  const gate = {
    id: 'notes',
    title: notesTitle(policy.notes.sections),
    evidence: [],
    actors: [`@${facts.pull.author.login}`],
    enforced: false,
    advisory: false,
  } as const;
  const { levels, sections: wanted } = policy.notes;
  if (levels.length === 0 || wanted.length === 0) {
    return { ...gate, state: 'not-applicable', detail: 'The policy asks for none.', action: null };
  }
  if (risk.level === null || !levels.includes(risk.level)) {
    const detail = `Only when the risk is ${listed(levels, 'or')}.`;
    return { ...gate, state: 'not-applicable', detail, action: null };
  }
  const sections = filledSections(facts.pull.body);
  const absent = wanted.filter((word) => !sections.some((title) => title.includes(word.toLowerCase())));
  if (absent.length === 0) {
    return { ...gate, state: 'pass', detail: `The description has ${listed(wanted)}.`, action: null };
  }
  const detail = `The description has no ${absent.join(' and no ')} section with text in it.`;
  return { ...gate, state: 'fail', detail, action: { kind: 'write-notes' } };
}

function notesTitle(sections: readonly string[]): string {
  const words = listed(sections);
  return words === '' ? 'Notes' : `${words.charAt(0).toUpperCase()}${words.slice(1)} notes`;
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
