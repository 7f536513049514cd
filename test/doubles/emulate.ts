import { createServer } from 'node:net';
import { createEmulator } from 'emulate';

/** Who and what an emulator starts with; everything else is made through its API. */
export interface EmulateSeed {
  readonly users: readonly { readonly login: string; readonly name: string; readonly email: string }[];
  readonly tokens: readonly { readonly token: string; readonly login: string; readonly scopes: readonly string[] }[];
  readonly repositories: readonly { readonly owner: string; readonly name: string }[];
}

/** A running emulator. */
export interface Emulate {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the third-party `emulate` as a second opinion on what the strict double answers. It is more permissive than
 * GitHub, so only what it is known to do right may be compared.
 */
export async function startEmulate(seed: EmulateSeed): Promise<Emulate> {
  const tokens = seed.tokens.map(({ token, login, scopes }) => {
    const owner: { login: string; scopes: string[] } = { login, scopes: [...scopes] };
    return [token, owner] as const;
  });
  const emulator = await createEmulator({
    service: 'github',
    port: await freePort(),
    seed: {
      tokens: Object.fromEntries(tokens),
      github: {
        users: seed.users.map((user) => ({ ...user })),
        repos: seed.repositories.map(({ owner, name }) => {
          return { owner, name, private: false, default_branch: 'main', auto_init: true };
        }),
      },
    },
  });
  return { url: emulator.url, close: () => emulator.close() };
}

/** The emulator takes a number only, so a free one is looked for first. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
