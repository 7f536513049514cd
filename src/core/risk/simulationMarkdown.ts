import { escapeMarkdown } from '../changelog/escapeMarkdown';
import type { GateState, Verdict } from '../policy/gate';
import type { GateDifference, Simulation } from './simulate';

const stateWords: Readonly<Record<GateState, string>> = {
  pass: 'passed',
  fail: 'open',
  pending: 'pending',
  unknown: 'cannot tell',
  'not-applicable': 'not asked for',
};

const verdictWords: Readonly<Record<Verdict, string>> = {
  ready: 'The release would be ready.',
  open: 'Gates would still be open.',
  unknown: 'It could not be told whether the release would be ready.',
};

/** What the gates would say, as a Markdown document. `suppositions` are phrases: "the risk is medium". */
export function simulationMarkdown(
  title: string,
  suppositions: readonly string[],
  { verdict, gates, difference }: Simulation,
): string {
  const left = gates.filter(({ state, advisory }) => !advisory && state !== 'pass' && state !== 'not-applicable');
  return [
    `# What if: ${escapeMarkdown(title)}`,
    '',
    ...suppositions.map((each) => `- ${escapeMarkdown(each)}`),
    '',
    `**${verdictWords[verdict]}** Nothing was written.`,
    '',
    ...(difference.length === 0
      ? ['No gate would say anything else.']
      : ['| Gate | Now | Then | What would be found |', '|---|---|---|---|', ...difference.map(row)]),
    '',
    ...(left.length === 0
      ? []
      : [
          'Still open:',
          '',
          ...left.map((gate) => `- ${escapeMarkdown(gate.title)}: ${escapeMarkdown(gate.detail)}`),
          '',
        ]),
  ].join('\n');
}

function row({ title, was, would, text }: GateDifference): string {
  const state = (each: GateState | null): string => (each === null ? 'no such gate' : stateWords[each]);
  return `| ${[escapeMarkdown(title), state(was), state(would), escapeMarkdown(text)].join(' | ')} |`;
}
