import { commands, window, type Disposable, type Uri } from 'vscode';
import { HumanError } from '../core/errors';
import { explainGate } from '../core/policy/explain';
import type { Gate } from '../core/policy/gate';
import type { Log } from '../core/ports';
import type { RiskLevel } from '../core/release';
import { riskLevels } from '../core/risk/labels';
import { simulate, type Supposition } from '../core/risk/simulate';
import { simulationMarkdown } from '../core/risk/simulationMarkdown';
import { whyNotApprove, type ReleaseSnapshot } from '../core/snapshot';
import { visibleText } from '../core/visibleText';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled, register } from './boundary';
import { pickRelease, type FocusedRelease } from './pickRelease';

export interface ExplainServices {
  readonly store: ReleaseStore;
  readonly focused: FocusedRelease;
  /** A read-only document with a text. */
  readonly document: (name: string, text: string) => Uri;
  readonly log: Log;
}

/** Commands that explain a gate and what would move it; nothing is written. */
export function registerExplainCommands({ store, focused, document, log }: ExplainServices): Disposable[] {
  const show = async (name: string, text: string): Promise<void> => {
    await commands.executeCommand('markdown.showPreview', document(name, text));
  };
  return [
    register('releaseReview.explainGate', log, async (argument) => {
      const release = await pickRelease(store, focused, argument);
      const gate = gateOf(release, argument.gate) ?? (await pickGate(release));
      const text = `# ${gate.title}\n\n${explainGate(gate.id, release.policy, gate.enforced)}\n`;
      await show(`Gate ${gate.title}.md`, text);
    }),
    register('releaseReview.whatIf', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      const { supposition, words } = await askSupposition(release);
      const { facts, policy, pull } = release;
      const text = simulationMarkdown(`#${pull.number} ${pull.title}`, words, simulate(facts, policy, supposition));
      await show(`What if #${pull.number}.md`, text);
    }),
  ];
}

/** The tree hands its own node: there the gate is an object with an id. */
function gateOf(release: ReleaseSnapshot, given: unknown): Gate | undefined {
  const id: unknown = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  return release.gates.find((gate) => gate.id === id);
}

async function pickGate(release: ReleaseSnapshot): Promise<Gate> {
  const items = release.gates.map((gate) => ({
    label: gate.title,
    detail: visibleText(gate.detail).replaceAll('$(', '\\$('),
    gate,
  }));
  const choice = await window.showQuickPick(items, { title: 'Explain which gate?', matchOnDetail: true });
  if (choice === undefined) throw new Cancelled();
  return choice.gate;
}

interface Asked {
  readonly supposition: Supposition;
  readonly words: readonly string[];
}

interface SupposedItem {
  readonly label: string;
  readonly level?: RiskLevel;
  readonly ticked?: boolean;
  readonly approves?: 'me' | 'other';
}

async function askSupposition(release: ReleaseSnapshot): Promise<Asked> {
  const items: SupposedItem[] = [
    ...riskLevels
      .filter((level) => level !== release.risk.level)
      .map((level) => ({ label: `the risk is ${level}`, level })),
    { label: 'every required checklist item is ticked', ticked: true },
    ...(whyNotApprove(release) === null
      ? [{ label: `@${release.account.login} approves this head`, approves: 'me' as const }]
      : []),
    { label: 'somebody else approves this head…', approves: 'other' },
  ];
  const chosen = await window.showQuickPick(items, {
    title: `What if #${release.pull.number}…`,
    placeHolder: 'Choose what is to be supposed; nothing is written',
    canPickMany: true,
  });
  if (chosen === undefined || chosen.length === 0) throw new Cancelled();
  const levels = chosen.flatMap(({ level }) => level ?? []);
  if (levels.length > 1) throw new HumanError('invalid-input', 'A release has one risk: choose one of the levels.');
  const [level] = levels;
  const approvedBy = await approversOf(release, chosen);
  const ticked = chosen.some((item) => item.ticked === true);
  return {
    supposition: {
      ...(level === undefined ? {} : { level }),
      ...(ticked ? { ticked: 'all' } : {}),
      ...(approvedBy.length === 0 ? {} : { approvedBy }),
    },
    words: [
      ...(level === undefined ? [] : [`the risk is ${level}`]),
      ...(ticked ? ['every required checklist item is ticked'] : []),
      ...approvedBy.map((login) => `@${login} approves this head`),
    ],
  };
}

async function approversOf(release: ReleaseSnapshot, chosen: readonly SupposedItem[]): Promise<readonly string[]> {
  const own = chosen.some(({ approves }) => approves === 'me') ? [release.account.login] : [];
  if (!chosen.some(({ approves }) => approves === 'other')) return own;
  const login = await window.showInputBox({
    title: 'Who else approves?',
    prompt: 'A login on GitHub.',
    validateInput: (text) => (/^@?[a-z\d][\w-]{0,98}$/i.test(text.trim()) ? undefined : 'Expected a login.'),
  });
  if (login === undefined) throw new Cancelled();
  return [...own, login.trim().replace(/^@/, '')];
}
