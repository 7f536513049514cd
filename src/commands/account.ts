import { window, type Disposable } from 'vscode';
import { HumanError, messageOf } from '../core/errors';
import type { Log } from '../core/ports';
import type { Accounts } from '../platform/accounts';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled, register } from './boundary';

export interface AccountServices {
  readonly accounts: Accounts;
  readonly store: ReleaseStore;
  /** Hosts that a token may be sent to. */
  readonly hosts: () => readonly string[];
  /** Asks the host whose token it is; rejects when it is not good. */
  readonly checkToken: (host: string, token: string) => Promise<{ readonly login: string }>;
  readonly log: Log;
}

/** Commands that choose the account: sign in, sign in with a token, sign out. */
export function registerAccountCommands(services: AccountServices): Disposable[] {
  const { accounts, log } = services;
  return [
    register('releaseReview.signIn', log, async ({ host }) => {
      const chosen = await pickHost(services, host);
      try {
        await accounts.signIn(chosen);
      } catch (error) {
        throw new HumanError(
          'signed-out',
          `The editor could not sign in to ${chosen} (${messageOf(error)}). "Sign In with a Token" works without it.`,
          { cause: error },
        );
      }
    }),
    register('releaseReview.signInWithToken', log, async ({ host }) => {
      const chosen = await pickHost(services, host);
      const token = await askToken(chosen);
      const { login } = await ownerOf(services, chosen, token);
      await accounts.storeToken(chosen, token);
      void window.showInformationMessage(`Signed in to ${chosen} as @${login}.`);
    }),
    register('releaseReview.signOut', log, async ({ host }) => {
      const chosen = await pickHost(services, host);
      if (await accounts.forgetToken(chosen)) {
        void window.showInformationMessage(`The token for ${chosen} is forgotten.`);
        return;
      }
      const token = await accounts.token(chosen);
      if (token === null) throw new HumanError('refused', `Nobody is signed in to ${chosen}.`);
      throw new HumanError(
        'refused',
        token.source === 'session'
          ? "This account is the editor's own: sign out through the Accounts menu in the Activity Bar."
          : 'This token comes from GITHUB_TOKEN in the environment that started the editor; unset it there.',
      );
    }),
  ];
}

async function ownerOf(
  { checkToken }: AccountServices,
  host: string,
  token: string,
): Promise<{ readonly login: string }> {
  try {
    return await checkToken(host, token);
  } catch (error) {
    if (!(error instanceof HumanError) || error.kind !== 'signed-out') throw error;
    throw new HumanError(
      'refused',
      `${host} does not accept this token. Check that it was copied whole and has not expired; nothing was kept.`,
      { cause: error },
    );
  }
}

async function pickHost(services: AccountServices, given: unknown): Promise<string> {
  const allowed = services.hosts();
  if (typeof given === 'string') {
    const host = given.split('/')[0] ?? '';
    if (allowed.includes(host)) return host;
  }
  // The hosts that the releases on screen come from, first; the others may be needed before there are any.
  const used = new Set(services.store.state.repositories.map((entry) => entry.repository.host));
  const [only, ...others] = [...used].filter((host) => allowed.includes(host));
  if (only !== undefined && others.length === 0) return only;
  const [single, ...more] = allowed;
  if (single !== undefined && more.length === 0) return single;
  const choice = await window.showQuickPick([...allowed], { title: 'Which GitHub host?' });
  if (choice === undefined) throw new Cancelled();
  return choice;
}

async function askToken(host: string): Promise<string> {
  const token = await window.showInputBox({
    title: `Token for ${host}`,
    prompt:
      "A personal access token with the scope repo. It is kept in the editor's secret storage and sent to this host only.",
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^\s*[\x21-\x7e]+\s*$/.test(text) ? undefined : 'A token is one word of plain letters and digits.',
  });
  if (token === undefined) throw new Cancelled();
  return token.trim();
}
