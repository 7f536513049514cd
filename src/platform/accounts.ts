import { authentication, workspace, type Disposable, type ExtensionContext } from 'vscode';
import { environmentToken } from '../core/environmentToken';
import { HumanError } from '../core/errors';
import { Emitter, type Event } from '../core/event';

/** Where a token came from, for people. */
export type TokenSource = 'stored' | 'session' | 'environment';

export interface Token {
  readonly value: string;
  readonly source: TokenSource;
}

/** The one scope that reading and reviewing private repositories takes (https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps). */
const scopes = ['repo'];

/**
 * Finds the token of a host: the one stored for it by hand, else the editor's GitHub session, else the environment's.
 * A token is only ever handed out for the host that it belongs to, and never kept here.
 */
export class Accounts implements Disposable {
  private readonly changed = new Emitter<string | null>();
  private readonly subscriptions: Disposable[];
  private readonly secrets: ExtensionContext['secrets'];
  private readonly environment: NodeJS.ProcessEnv;

  /** Fires with the host whose account may have changed; `null`: any. */
  readonly onDidChange: Event<string | null> = this.changed.event;

  constructor(context: ExtensionContext, environment: NodeJS.ProcessEnv) {
    this.secrets = context.secrets;
    this.environment = environment;
    this.subscriptions = [
      authentication.onDidChangeSessions((event) => {
        if (event.provider.id === 'github') this.changed.fire('github.com');
        if (event.provider.id === 'github-enterprise') this.changed.fire(null);
      }),
      context.secrets.onDidChange((event) => {
        if (event.key.startsWith(secretPrefix)) this.changed.fire(event.key.slice(secretPrefix.length));
      }),
    ];
  }

  async token(host: string): Promise<Token | null> {
    const stored = await this.secrets.get(secretPrefix + host);
    if (stored !== undefined && stored !== '') return { value: stored, source: 'stored' };
    const session = await silentSession(host);
    if (session !== null) return { value: session, source: 'session' };
    const fromEnvironment = environmentToken(host, this.environment);
    return fromEnvironment === null ? null : { value: fromEnvironment, source: 'environment' };
  }

  /** Asks the editor to sign in; rejects when the person declines or the editor cannot. */
  async signIn(host: string): Promise<void> {
    if (!hasProvider(host)) {
      throw new HumanError('signed-out', `the editor's GitHub sign-in is for another server than ${host}`);
    }
    await authentication.getSession(providerOf(host), scopes, { createIfNone: true });
    this.changed.fire(host);
  }

  async storeToken(host: string, token: string): Promise<void> {
    await this.secrets.store(secretPrefix + host, token);
  }

  /** Forgets the stored token; `false` when there was none. */
  async forgetToken(host: string): Promise<boolean> {
    const stored = await this.secrets.get(secretPrefix + host);
    if (stored === undefined) return false;
    await this.secrets.delete(secretPrefix + host);
    return true;
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    this.changed.dispose();
  }
}

const secretPrefix = 'releaseReview.token:';

function providerOf(host: string): 'github' | 'github-enterprise' {
  return host === 'github.com' ? 'github' : 'github-enterprise';
}

/**
 * The editor knows one enterprise server, by a setting of the built-in sign-in. Its session belongs to that host alone;
 * only the person's own value counts, so that a workspace cannot point it elsewhere.
 */
function hasProvider(host: string): boolean {
  if (host === 'github.com') return true;
  const uri = workspace.getConfiguration('github-enterprise').inspect<string>('uri')?.globalValue;
  return uri !== undefined && URL.canParse(uri) && new URL(uri).host === host;
}

async function silentSession(host: string): Promise<string | null> {
  if (!hasProvider(host)) return null;
  try {
    const session = await authentication.getSession(providerOf(host), scopes, { silent: true });
    return session?.accessToken ?? null;
  } catch {
    // No provider for this host, or it cannot answer: the next source is asked.
    return null;
  }
}
