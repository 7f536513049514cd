import { count } from '../core/ages';
import { openGates, type Gate } from '../core/policy/gate';
import { policySourceWords, problemWords, type PolicySource } from '../core/policy/policySource';
import { repositoryLabel } from '../core/repository';
import type { ReleaseSnapshot } from '../core/snapshot';
import { visibleText } from '../core/visibleText';

const widestState = 'not-applicable'.length;

/** The gates for a terminal: one line each, then what they were judged by, then the verdict. Foreign text stays in its line and hides nothing. */
export function gatesText(release: ReleaseSnapshot): string {
  return [...release.gates.map(gateLine), '', ...policyLines(release.policySource), verdictLine(release), ''].join(
    '\n',
  );
}

function policyLines(source: PolicySource): readonly string[] {
  const problems = source.kind === 'broken' ? source.problems : [];
  return [
    `Policy: ${oneLine(policySourceWords(source))}`,
    ...problems.map((problem) => `  ${oneLine(problemWords(problem))}`),
  ];
}

function gateLine({ state, title, detail, advisory }: Gate): string {
  const words = `${title}${advisory ? ' (advisory)' : ''}: ${detail}`;
  return `${state.padEnd(widestState)}  ${oneLine(words)}`;
}

function verdictLine(release: ReleaseSnapshot): string {
  const { gates, pull } = release;
  const counted = gates.filter((gate) => !gate.advisory && gate.state !== 'not-applicable');
  const open = openGates(gates);
  const of = `${open.length} of ${count(counted.length, 'gate')}`;
  const titles = oneLine(open.map((gate) => gate.title).join(', '));
  const verdict = {
    ready: `ready: all ${count(counted.length, 'gate')} passed`,
    open: `not ready: ${of} open (${titles})`,
    unknown: `cannot tell: ${of} could not be judged (${titles})`,
  }[release.verdict];
  const state = pull.state === 'open' ? '' : ` The pull request is ${pull.state}.`;
  return `${repositoryLabel(release.repository)}#${pull.number} is ${verdict}.${state}`;
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim());
}
