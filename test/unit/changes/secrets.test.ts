import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changesOf, valuesOf } from './changesOf';

/** A password as generators make them; never a word that settings have anyway. */
const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/).map((text) => `Zq9${text}`);
const key = fc.constantFrom(
  'password',
  'DB_PASSWORD',
  'apiKey',
  'client_secret',
  'AUTH_TOKEN',
  'private-key',
  'SESSION_KEY',
  'stripeSecretKey',
);

describe('secrets', () => {
  it('are never shown, whatever file they stand in', () => {
    fc.assert(
      fc.property(secret, secret, key, (one, two, name) => {
        const files: readonly (readonly [string, (value: string) => string])[] = [
          ['config/a.yml', (value) => `a:\n  ${name}: ${value}\n  list:\n  - name: ${name}\n    value: ${value}\n`],
          ['config/a.json', (value) => JSON.stringify({ [name]: value, inner: { [name]: { value } } })],
          ['config/a.toml', (value) => `[a]\n"${name}" = "${value}"\n`],
          ['deploy/.env', (value) => `${name}=${value}\n`],
          ['infra/a.tf', (value) => `a "b" {\n  ${name} = "${value}"\n}\n`],
          [
            'compose.yml',
            (value) =>
              `services: {a: {environment: ["${name}=${value}"], command: "x --${name}=${value} postgres://u:${value}@h/d"}}`,
          ],
          [
            'Dockerfile',
            (value) =>
              `FROM a\nENV ${name}=${value}\nRUN curl -H "Authorization: Bearer ${value}" https://u:${value}@h\n`,
          ],
          ['charts/a/templates/b.yaml', (value) => `{{ if x }}\n${name}: ${value}\n{{ end }}\n`],
          [
            'k8s/a.yaml',
            (value) =>
              `kind: Secret\nmetadata: {name: s}\nstringData:\n  plain: ${value}\n---\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  file: |\n    x = 1\n    ${name} = ${value}\n`,
          ],
          ['config/initializers/a.rb', (value) => `config.${name.replaceAll('-', '_')} = "${value}"\n`],
          ['feature_flags.yml', (value) => `${name}: ${value}\n`],
          [
            '.github/workflows/a.yml',
            (value) => `jobs: {a: {env: {${name}: ${value}}, steps: [{run: "x --${name} ${value}"}]}}`,
          ],
          [
            'openapi.yml',
            (value) =>
              `openapi: 3.0.0\ncomponents: {schemas: {a: {type: object, properties: {p: {type: string, pattern: "ghp_${value}"}}}}}`,
          ],
          [
            'package-lock.json',
            (value) =>
              JSON.stringify({
                packages: { 'node_modules/a': { version: '1.0.0', resolved: `https://u:${value}@h.example/a.tgz` } },
              }),
          ],
          ['requirements.txt', (value) => `a @ git+https://u:${value}@h/r@${value.length > 20 ? 1 : 2}\n`],
          // Not even texts that are no documents.
          ['config/b.yml', (value) => `a: [\n${name}: ${value}\n`],
        ];
        for (const [path, text] of files) {
          for (const change of [
            [path, text(one), text(two)],
            [path, null, text(two)],
            [path, text(one), null],
          ] as const) {
            const shown = JSON.stringify(changesOf([change]));
            assert.ok(!shown.includes(one) && !shown.includes(two), `${path}: ${shown}`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('count as changed without being shown', () => {
    assert.deepEqual(valuesOf('config/a.yml', 'password: one', 'password: two'), [
      'password: (not shown) -> (not shown)',
    ]);
  });

  it('are told from what says where they are, and from what is about them', () => {
    assert.deepEqual(
      valuesOf('config/a.yml', 'password: ${DB_A}\ntoken_ttl: 5', 'password: ${DB_B}\ntoken_ttl: 6').toSorted(),
      ['password: ${DB_A} -> ${DB_B}', 'token_ttl: 5 -> 6'],
    );
    assert.deepEqual(valuesOf('.github/workflows/a.yml', 'permissions: {}', 'permissions: {id-token: write}'), [
      'permissions.id-token: none -> write',
    ]);
  });

  it('are known by their shape under any key; commits, digests and long names are not', () => {
    const shown = (value: string): string => valuesOf('config/a.yml', 'a: x', `a: ${value}`)[0] ?? '';
    for (const value of [
      `ghp_${'a1B2'.repeat(9)}`,
      `AKIA${'A1B2'.repeat(4)}`,
      'c2VjcmV0LXZhbHVlLTEyMzQ1Ng9xK2mQ7',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.x',
    ]) {
      assert.equal(shown(value), 'a: x -> •••', value);
    }
    for (const value of [
      `a/b@${'1a'.repeat(20)}`,
      `img@sha256:${'0f'.repeat(32)}`,
      'V1HTTPOperatorListCreateRequestParameters',
      '/api/v1/stable/tenants/members/invites',
    ]) {
      assert.equal(shown(value), `a: x -> ${value}`);
    }
  });

  it('are told from what only sounds like them', () => {
    assert.deepEqual(valuesOf('.env', '', 'SQLITE_FOREIGN_KEYS=on_always\nAPI_TOKEN_ROLE=reader'), [
      'API_TOKEN_ROLE: none -> reader',
      'SQLITE_FOREIGN_KEYS: none -> on_always',
    ]);
    const [switched] = changesOf([
      ['config/a.yml', 'a: 1', 'a: 1\nauthorization_server: {enable_password_grant: later, secret_scan: 0}'],
    ]).config;
    assert.deepEqual(
      switched?.changes.map(({ now }) => now),
      ['later', '0'],
    );
    for (const value of [
      'System.fetch_env!("A")',
      'System.get_env("A") == "true"',
      'ENV.fetch("A")',
      "ENV['A']",
      'os.environ["A"]',
      'process.env.A',
      "env('A')",
      '%env(file:A)%',
      '%kernel.project_dir%/jwt/private.pem',
    ]) {
      assert.deepEqual(valuesOf('config/prod.exs', '', `signing_key: ${value}`), [`signing_key: none -> ${value}`]);
    }
    assert.deepEqual(valuesOf('config/prod.exs', '', 'signing_key: System.get_env("A", "s3cret")'), [
      'signing_key: none -> (not shown)',
    ]);
  });

  it('are told from switches about them, and from how they are kept', () => {
    assert.deepEqual(valuesOf('.env.production', '', 'DISABLE_PASSWORD_MAILS=later\nPASSWORD_HASHERS=argon2'), [
      'DISABLE_PASSWORD_MAILS: none -> later',
      'PASSWORD_HASHERS: none -> argon2',
    ]);
  });
});
