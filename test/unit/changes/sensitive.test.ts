import assert from 'node:assert/strict';
import { pathPattern } from '../../../src/core/globs';
import { defaultRules } from '../../../src/core/highlights/changes/rules';
import { changesOf } from './changesOf';

const kindOf = (path: string): string | undefined => changesOf([[path, 'a', 'b']]).security[0]?.kind;

describe('security-sensitive files', () => {
  it('are told by whole words of their path', () => {
    assert.equal(kindOf('src/server/authHandlers.ts'), 'authentication');
    assert.equal(kindOf('app/policies/user_policy.rb'), 'authorisation');
    assert.equal(kindOf('lib/EncryptionService.cs'), 'cryptography');
    assert.equal(kindOf('lib/crypto/aes.go'), 'cryptography');
    assert.equal(kindOf('server/rate_limit.py'), 'security controls');
    for (const path of [
      'src/author.ts',
      'src/tokenizer.ts',
      'src/passwordless-docs.md',
      'test/auth/login.test.ts',
      'app/views/login.css',
      'src/authors/list.ts',
    ]) {
      assert.equal(kindOf(path), undefined, path);
    }
  });

  it('are those that say what scanners leave alone, and who must review', () => {
    const said = (path: string): readonly unknown[] => {
      const [file] = changesOf([[path, 'a', 'b']]).security;
      return [file?.kind, file?.severity, file?.reason];
    };
    for (const path of [
      '.trivyignore',
      '.grype.yaml',
      'config/brakeman.ignore',
      'osv-scanner.toml',
      '.gitleaks.toml',
    ]) {
      assert.deepEqual(said(path), ['security controls', 'medium', 'It says what a scanner leaves alone.'], path);
    }
    assert.deepEqual(said('.github/CODEOWNERS'), ['security controls', 'medium', 'It says who must review what.']);
  });

  it('are told by a line that is new in them, once per file', () => {
    const [file, ...more] = changesOf([
      ['src/http.ts', 'a\n', "a\nagent({ rejectUnauthorized: false })\ncreateHash('md5')\n"],
    ]).security;
    assert.deepEqual([file?.severity, file?.line, more.length], ['high', 2, 0]);
  });

  it('are none for a line that only moved to another file', () => {
    const line = 'x(InsecureSkipVerify: true)\n';
    assert.deepEqual(
      changesOf([
        ['src/a.go', line, ''],
        ['src/b.go', '', line],
      ]).security,
      [],
    );
    assert.equal(
      changesOf([
        ['src/a.go', line, ''],
        ['src/b.go', '', line + line],
      ]).security.length,
      1,
    );
  });

  it('are not searched for lines beyond the limit, and that is said', () => {
    const rules = { ...defaultRules, contentFiles: 1 };
    const found = changesOf(
      [
        ['a.ts', '', 'rejectUnauthorized: false'],
        ['b.ts', '', 'x'],
      ],
      {},
      rules,
    );
    assert.deepEqual([found.security, found.complete, found.notes.length], [[], false, 1]);
  });
});

describe('feature flags', () => {
  it('are compared where their files hold values, and named where they are code', () => {
    const { flags } = changesOf([
      ['config/feature_flags.yml', 'a: false', 'a: true'],
      ['src/featureFlags.ts', 'a', 'b'],
    ]);
    assert.deepEqual(
      flags.map(({ path, severity, changes }) => [path, severity, changes.map(({ key, now }) => [key, now])]),
      [
        ['config/feature_flags.yml', 'medium', [['a', 'true']]],
        ['src/featureFlags.ts', 'low', []],
      ],
    );
  });

  it("are found by patterns of one's own", () => {
    const rules = { ...defaultRules, flags: ['ops/**/switches.*'] };
    assert.equal(changesOf([['ops/a/b/switches.json', '{"a":1}', '{"a":2}']], {}, rules).flags.length, 1);
  });
});

describe('patterns of paths', () => {
  it('match names, folders and any number of folders', () => {
    const matches = (pattern: string, path: string): boolean => pathPattern(pattern)(path);
    assert.ok(matches('*.yml', 'a/b/c.yml') && matches('a/**/c.?ml', 'a/c.yml') && matches('**/B/**', 'a/b/c/d'));
    assert.ok(!matches('a/*.yml', 'a/b/c.yml') && !matches('c.yml', 'a/xc.yml') && !matches('**/b/**', 'a/bb/c'));
  });

  it('take no time that grows with the power of their length', () => {
    assert.equal(pathPattern(`${'*a'.repeat(200)}b`)('a'.repeat(4000)), false);
    assert.equal(pathPattern(`${'**/'.repeat(60)}b`)('a/'.repeat(60)), false);
  });
});

describe('the ranking of changes', () => {
  it('puts the most severe of all categories first, with its place, and sums each category up', () => {
    const found = changesOf([
      ['config/app.yml', 'port: 1', 'port: 2'],
      ['a.proto', 'message A { int32 a = 1; }', 'message A { }'],
      ['src/auth.ts', 'a', 'b'],
    ]);
    assert.deepEqual(
      found.ranking.map(({ severity, category, path, line, subject, was, now, text }) => [
        [severity, category, path, line],
        [subject, was, now, text],
      ]),
      [
        [
          ['high', 'api', 'a.proto', 1],
          ['A.a', null, null, 'It is gone, and its number 1 is not reserved. 1 breaking change.'],
        ],
        [
          ['medium', 'config', 'config/app.yml', 1],
          ['port', '1', '2', 'It is about the network.'],
        ],
      ],
    );
    assert.deepEqual(
      Object.values(found.summaries).filter((line) => line !== null),
      [
        'Configuration: 1 flagged of 1 value in 1 file',
        'Security-sensitive: authentication (1 file)',
        'API: 1 breaking of 1 change in 1 file',
      ],
    );
  });

  it('says the very same of several files once', () => {
    const found = changesOf([
      ['a/Dockerfile', 'FROM node:20', 'FROM node:22'],
      ['b/Dockerfile', 'FROM node:20', 'FROM node:22'],
      ['c/Dockerfile', 'FROM node:20', 'FROM node:24'],
    ]);
    assert.deepEqual(
      found.ranking.map(({ path, alsoIn, was, now }) => [path, alsoIn, was, now]),
      [
        ['a/Dockerfile', ['b/Dockerfile'], 'node:20', 'node:22'],
        ['c/Dockerfile', [], 'node:20', 'node:24'],
      ],
    );
  });
});
