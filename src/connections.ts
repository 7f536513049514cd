import { HumanError } from './core/errors';
import type { Forge, Log } from './core/ports';

export interface ConnectionOptions {
  /** The REST API of each host that tokens may be sent to. */
  readonly apiUrls: () => ReadonlyMap<string, string>;
  readonly token: (host: string) => Promise<string | null>;
  readonly userAgent: string;
  readonly log: Log;
}

/** One forge per host and token; made when first asked for, so that Octokit is loaded no earlier. */
export class Connections {
  private readonly forges = new Map<string, { readonly token: string; readonly forge: Promise<Forge> }>();
  private readonly used = new Map<string, string | null>();
  private readonly options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.options = options;
  }

  /** @throws {HumanError} `signed-out` when no account is signed in to the host, `invalid-input` for an unknown host. */
  async connect(host: string): Promise<Forge> {
    this.apiUrl(host);
    const token = await this.options.token(host);
    this.used.set(host, token);
    if (token === null) throw new HumanError('signed-out', `Nobody is signed in to ${host}.`);
    const known = this.forges.get(host);
    if (known?.token === token) return known.forge;
    const forge = this.open(host, token);
    this.forges.set(host, { token, forge });
    return forge;
  }

  /** Whether a host that was asked for has another account by now than the one that is in use. */
  async isStale(): Promise<boolean> {
    const now = await Promise.all(
      [...this.used].map(async ([host, used]) => (await this.options.token(host)) !== used),
    );
    return now.includes(true);
  }

  /** A forge with a token that is not in use yet. */
  async open(host: string, token: string): Promise<Forge> {
    const apiUrl = this.apiUrl(host);
    const [{ createClient }, { createGitHubForge }] = await Promise.all([
      import('./github/client'),
      import('./github/githubForge'),
    ]);
    const { userAgent, log } = this.options;
    return createGitHubForge(createClient({ apiUrl, host, token, userAgent, log }), host);
  }

  /** @throws {HumanError} `invalid-input` for a host that the settings do not name; no token is looked for then. */
  private apiUrl(host: string): string {
    const apiUrl = this.options.apiUrls().get(host);
    if (apiUrl !== undefined) return apiUrl;
    throw new HumanError(
      'invalid-input',
      `The address of ${host}'s API is not known. Add it to the setting releaseReview.hosts.`,
    );
  }
}
