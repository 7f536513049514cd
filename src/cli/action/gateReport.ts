import { createHash } from 'node:crypto';
import { escapeMarkdown } from '../../core/changelog/escapeMarkdown';
import { openGates, type Gate, type GateState } from '../../core/policy/gate';
import { gateCheckName } from '../../core/setup/gateCheck';
import type { ForgeReports, GateCheck } from '../../core/ports';
import { rangeText } from '../../core/shown';
import type { ReleaseSnapshot } from '../../core/snapshot';

const stateWords: Readonly<Record<GateState, string>> = {
  pass: '✅ passed',
  fail: '❌ open',
  pending: '⏳ pending',
  unknown: '❔ cannot tell',
  'not-applicable': '➖ not asked for',
};

/** https://docs.github.com/en/rest/checks/runs#create-a-check-run: the longest summary, in characters. */
const summaryLimit = 65_535;

/**
 * The gates as a check run. Only `ready` is a success: what waits for a person or for CI is in progress, which holds a
 * merge back as a failure does and does not look like one.
 */
export function gateCheckOf(release: ReleaseSnapshot): GateCheck {
  const open = openGates(release.gates);
  const failed = open.some(({ state }) => state === 'fail' || state === 'unknown');
  const state = release.verdict === 'ready' ? 'success' : failed ? 'failure' : 'in-progress';
  const title = open.length === 0 ? 'All gates passed' : `Open: ${open.map((gate) => gate.title).join(', ')}`;
  const summary = gatesMarkdown(release).slice(0, summaryLimit);
  const digest = createHash('sha256')
    .update(JSON.stringify([state, title, summary]))
    .digest('hex')
    .slice(0, 40);
  return { name: gateCheckName, state, title: title.slice(0, 200), summary, digest };
}

/**
 * Reports the gates on the head of a release, and not at all when the newest report says the same.
 *
 * Each report is a check run of its own, of which GitHub counts the newest: one that has completed cannot be set back to
 * be in progress, as a release has to be when an approval is taken back.
 *
 * @returns whether it was written
 */
export async function saveGateReport(forge: ForgeReports, release: ReleaseSnapshot): Promise<boolean> {
  const { repository, pull } = release;
  const check = gateCheckOf(release);
  const newest = await forge.gateCheckDigest(repository, pull.headSha, check.name);
  if (newest === check.digest) return false;
  await forge.createGateCheck(repository, pull.headSha, check);
  return true;
}

/** The gates as a table, with what was judged. */
export function gatesMarkdown(release: ReleaseSnapshot): string {
  return [
    `#${release.pull.number} ${rangeText(release)}, risk ${release.risk.level ?? 'not set'}.`,
    '',
    '| Gate | State | What was found | Who can move it |',
    '|---|---|---|---|',
    ...release.gates.map(row),
    '',
  ].join('\n');
}

/** What a run found and did, for the page of the run. @param told sentences */
export function runSummary(release: ReleaseSnapshot, told: readonly string[]): string {
  const done = told.map((each) => `- ${cell(each)}`);
  return ['## Release Review', '', gatesMarkdown(release), ...done, ''].join('\n');
}

function row({ title, advisory, state, detail, actors }: Gate): string {
  const cells = [title + (advisory ? ' (advisory)' : ''), stateWords[state], detail, actors.join(', ')];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** One line, and nothing in it that is Markdown or mentions a person. */
function cell(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, ' '));
}
