import { window, type Disposable } from 'vscode';
import { commentOnRelease } from '../actions/comment';
import { scheduleMonitoring } from '../actions/scheduleMonitoring';
import { HumanError } from '../core/errors';
import { freezeAt } from '../core/policy/freeze';
import { confirmLine, freezeOverrides, overrideLine, type FreezeOverride } from '../core/policy/freezeOverride';
import { minutesWords, readMonitoring, type MonitoringPeriod } from '../core/policy/monitoring';
import { overridesToConfirm } from '../core/policy/overridesToConfirm';
import type { Log } from '../core/ports';
import { whyNotEdit, type ReleaseSnapshot } from '../core/snapshot';
import { plainMessage, visibleText } from '../core/visibleText';
import { act, type ActServices } from './act';
import { Cancelled, register } from './boundary';
import { pickRelease, type FocusedRelease } from './pickRelease';
import { tell } from './tell';

export interface GateStepServices extends ActServices {
  readonly focused: FocusedRelease;
  readonly log: Log;
}

/** Commands that are the next step of a gate: who watches after the deploy, and shipping in spite of a freeze. */
export function registerGateStepCommands(services: GateStepServices): Disposable[] {
  const { store, focused, log } = services;
  return [
    register('releaseReview.scheduleMonitoring', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      const reason = whyNotEdit(release);
      if (reason !== null) throw new HumanError('refused', reason);
      const period = await askPeriod(release);
      await act(services, release, (context) => scheduleMonitoring(context, period));
      const who = period.people.map((each) => `@${each}`).join(', ');
      tell(focused, release, `${who} will watch production for ${minutesWords(period.minutes)}.`);
    }),
    register('releaseReview.overrideFreeze', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      const me = release.account.login.toLowerCase();
      const own = standingOverrides(release).find(({ state, by }) => state === 'waiting' && by.toLowerCase() === me);
      const [waiting] = overridesToConfirm(release);
      if (waiting !== undefined) await confirmOverride(services, release, waiting);
      else await askOverride(services, release, own);
    }),
  ];
}

async function askPeriod(release: ReleaseSnapshot): Promise<MonitoringPeriod> {
  const { policy, account, pull } = release;
  const written = readMonitoring(pull.body);
  const before = written.state === 'scheduled' ? written.period : null;
  const title = `Post-deploy monitoring of #${pull.number}`;
  const people = await window.showInputBox({
    title: `${title}: who`,
    prompt: 'Logins of those who watch production after the deploy, separated by commas.',
    value: (before?.people ?? [account.login]).join(', '),
    ignoreFocusOut: true,
    validateInput: (text) => (loginsIn(text) === null ? 'Expected logins such as mkowalska, ohaddad.' : undefined),
  });
  const logins = people === undefined ? null : loginsIn(people);
  if (logins === null) throw new Cancelled();
  const minutes = await window.showInputBox({
    title: `${title}: how long`,
    prompt: `Minutes; the policy asks for at least ${policy.monitoring.minutes}.`,
    value: String(before?.minutes ?? policy.monitoring.minutes),
    ignoreFocusOut: true,
    validateInput: (text) => whyNoMinutes(text, policy.monitoring.minutes),
  });
  if (minutes === undefined) throw new Cancelled();
  return { people: logins, minutes: Number(minutes) };
}

function loginsIn(text: string): readonly string[] | null {
  const logins = text
    .split(/[,\s]+/)
    .map((each) => each.replace(/^@/, ''))
    .filter((each) => each !== '');
  const sound = logins.every((each) => /^[a-z\d][a-z\d-]{0,98}(?:_[a-z\d]{1,20})?$/i.test(each));
  return logins.length > 0 && sound ? logins : null;
}

function whyNoMinutes(text: string, least: number): string | undefined {
  if (!/^\d{1,4}$/.test(text.trim())) return `Expected a number of minutes such as ${least}.`;
  return Number(text) < least ? `The policy asks for at least ${minutesWords(least)}.` : undefined;
}

function standingOverrides(release: ReleaseSnapshot): readonly FreezeOverride[] {
  const { facts, policy } = release;
  if (!facts.comments.known) {
    throw new HumanError('refused', `The comments could not be read: ${facts.comments.reason} Nothing was sent.`);
  }
  return freezeOverrides(facts.comments.value, facts, policy.freeze).standing;
}

/** A second person says yes to what the first one asked for. */
async function confirmOverride(
  services: GateStepServices,
  release: ReleaseSnapshot,
  override: FreezeOverride,
): Promise<void> {
  const confirm = 'Confirm the Override';
  const detail = [
    `@${override.by} asks to ship in spite of the freeze until ${timeText(override.until)}.`,
    `Reason: ${visibleText(override.reason)}`,
    `As @${release.account.login}; your confirmation is a comment on the pull request that names you.`,
  ].join('\n');
  const answer = await window.showWarningMessage(
    plainMessage(`Confirm the override of the freeze for #${release.pull.number}?`),
    { modal: true, detail },
    confirm,
  );
  if (answer !== confirm) throw new Cancelled();
  const line = confirmLine(release.pull.headSha, override.until);
  await act(services, release, (context) => commentOnRelease(context, line));
  const until = timeText(override.until);
  tell(services.focused, release, `The freeze is overridden for #${release.pull.number} until ${until}.`);
}

async function askOverride(
  services: GateStepServices,
  release: ReleaseSnapshot,
  own: FreezeOverride | undefined,
): Promise<void> {
  const { facts, policy, pull } = release;
  const freeze = freezeAt(facts.at, policy.freeze);
  if (freeze.known && freeze.value.open)
    throw new HumanError('refused', 'No freeze is in force, so there is nothing to override.');
  const title = `Override the freeze for #${pull.number}`;
  const reason = await window.showInputBox({
    title: `${title}: why`,
    prompt:
      own === undefined
        ? 'It becomes a comment on the pull request; a second person has to confirm it.'
        : `Your override until ${timeText(own.until)} waits for a second person. A new one stands beside it.`,
    placeHolder: 'What cannot wait until the freeze ends?',
    ignoreFocusOut: true,
    validateInput: (text) => (/[\p{L}\p{N}]/u.test(text) ? undefined : 'An override needs a reason.'),
  });
  if (reason === undefined) throw new Cancelled();
  const hours = await window.showQuickPick(
    [1, 2, 4, 8, 24].map((count) => ({ label: count === 1 ? '1 hour' : `${count} hours`, hours: count })),
    { title: `${title}: for how long`, placeHolder: 'After that the freeze holds again' },
  );
  if (hours === undefined) throw new Cancelled();
  const until = Date.now() + hours.hours * 3_600_000;
  const line = overrideLine(pull.headSha, until, reason);
  await act(services, release, (context) => commentOnRelease(context, line));
  const done = `Asked for an override until ${timeText(until)}. A second person has to confirm it.`;
  tell(services.focused, release, done);
}

/** In the reader's own time zone, with the zone. */
function timeText(instant: number): string {
  return new Date(instant).toLocaleString(undefined, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
}
