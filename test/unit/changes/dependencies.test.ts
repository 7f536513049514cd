import assert from 'node:assert/strict';
import { changesOf, packagesOf } from './changesOf';

const npm = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages }, null, 2);

describe('the versions in lock files', () => {
  it('are read from package-lock.json with their line, and direct ones are told from others', () => {
    const before = npm({
      '': { dependencies: { a: '^1.0.0' } },
      'node_modules/a': { version: '1.0.0', resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' },
      'node_modules/b': { version: '2.0.0' },
    });
    const after = before
      .replace('"version": "1.0.0"', '"version": "2.0.0"')
      .replace('"2.0.0"\n    }\n  }', '"2.0.1"\n    }\n  }');
    const [file] = changesOf([['package-lock.json', before, after]]).dependencies;
    assert.deepEqual(
      file?.changes.map(({ name, kind, direct, line, severity }) => [name, kind, direct, line, severity]),
      [
        ['a', 'major', true, 9, 'medium'],
        ['b', 'patch', false, 13, 'low'],
      ],
    );
  });

  it('are read from package-lock.json of version 1', () => {
    const lock = (version: string): string =>
      JSON.stringify({ dependencies: { a: { version: '1.0.0', dependencies: { b: { version } } } } });
    assert.deepEqual(packagesOf('package-lock.json', lock('1.0.0'), lock('1.1.0')), ['minor b 1.0.0 -> 1.1.0']);
  });

  for (const [version, key] of [
    ['5.4', (v: string) => `/@s/a/${v}_react@18.0.0`],
    ['6.0', (v: string) => `/@s/a@${v}(react@18.0.0)`],
    ['9.0', (v: string) => `'@s/a@${v}'`],
  ] as const) {
    it(`are read from pnpm-lock.yaml of version ${version}`, () => {
      const lock = (v: string): string =>
        `lockfileVersion: '${version}'\n\npackages:\n\n  ${key(v)}:\n    resolution: {integrity: sha512-x}\n\nsnapshots:\n\n  ${key(v)}: {}\n`;
      assert.deepEqual(packagesOf('pnpm-lock.yaml', lock('1.2.3'), lock('2.0.0')), ['major @s/a 1.2.3 -> 2.0.0']);
    });
  }

  it('are read from yarn.lock of Yarn 1 and of later ones', () => {
    const one = (v: string): string =>
      `# yarn lockfile v1\n\n"@s/a@^1.0.0", "@s/a@^1.1.0":\n  version "${v}"\n  resolved "https://registry.yarnpkg.com/@s/a/-/a-${v}.tgz#abc"\n`;
    const berry = (v: string): string =>
      `__metadata:\n  version: 8\n\n"@s/a@npm:^1.0.0":\n  version: ${v}\n  resolution: "@s/a@npm:${v}"\n\n"own@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "own@workspace:."\n  dependencies:\n    "@s/a": "npm:^1.0.0"\n`;
    assert.deepEqual(packagesOf('yarn.lock', one('1.1.0'), one('1.2.0')), ['minor @s/a 1.1.0 -> 1.2.0']);
    assert.deepEqual(packagesOf('yarn.lock', berry('1.1.0'), berry('1.2.0')), ['minor @s/a 1.1.0 -> 1.2.0']);
    assert.equal(changesOf([['yarn.lock', berry('1.1.0'), berry('1.2.0')]]).dependencies[0]?.changes[0]?.direct, true);
  });

  it('are read from Cargo.lock, where the second number counts while the first is 0', () => {
    const registry = 'registry+https://github.com/rust-lang/crates.io-index';
    const lock = (v: string): string =>
      `version = 4\n\n[[package]]\nname = "own"\nversion = "0.1.0"\ndependencies = [\n "a",\n]\n\n[[package]]\nname = "a"\nversion = "${v}"\nsource = "${registry}"\n`;
    assert.deepEqual(packagesOf('Cargo.lock', lock('0.1.9'), lock('0.2.0')), ['major a 0.1.9 -> 0.2.0']);
    assert.equal(changesOf([['Cargo.lock', lock('0.1.9'), lock('0.2.0')]]).dependencies[0]?.changes[0]?.direct, true);
  });

  it('are read from poetry.lock, uv.lock and Pipfile.lock', () => {
    const toml = (v: string): string => `[[package]]\nname = "a"\nversion = "${v}"\n\n[package.extras]\nx = ["y"]\n`;
    const pipfile = (v: string): string => JSON.stringify({ default: { a: { version: `==${v}` } } });
    for (const [path, lock] of [
      ['poetry.lock', toml],
      ['uv.lock', toml],
      ['Pipfile.lock', pipfile],
    ] as const) {
      assert.deepEqual(packagesOf(path, lock('1.0'), lock('2.0')), ['major a 1.0 -> 2.0']);
    }
  });

  it('are read from requirements, whatever way the name is written', () => {
    assert.deepEqual(packagesOf('requirements.txt', 'Django_X==4.2 # why\nb>=1\n', 'django-x == 4.1\nb>=1\n'), [
      'downgrade django-x 4.2 -> 4.1',
    ]);
  });

  it('are read from go.mod, and what replaces a module is another source', () => {
    const mod = (v: string, more = ''): string =>
      `module m\n\ngo 1.25\n\nrequire (\n\tx.org/a ${v}\n\tx.org/b v1.0.0 // indirect\n)\n${more}`;
    assert.deepEqual(packagesOf('go.mod', mod('v1.0.0'), mod('v1.1.0')), ['minor x.org/a v1.0.0 -> v1.1.0']);
    const [change] =
      changesOf([['go.mod', mod('v1.0.0'), mod('v1.0.0', 'replace x.org/a => ../a\n')]]).dependencies[0]?.changes ?? [];
    assert.deepEqual([change?.kind, change?.severity], ['source', 'high']);
  });

  it('of Go are those that replace a module, and another version of the same is no other source', () => {
    const mod = (replaced: string): string => `module m\n\nrequire x.org/a v1.0.0\n\nreplace x.org/a => ${replaced}\n`;
    const step = (from: string, to: string): readonly unknown[] =>
      changesOf([['go.mod', mod(from), mod(to)]]).dependencies[0]?.changes.map(({ kind, severity, reason }) => [
        kind,
        severity,
        reason,
      ]) ?? [];
    assert.deepEqual(step('x.org/a v1.1.0', 'x.org/a v1.2.0'), [['minor', 'low', null]]);
    assert.deepEqual(step('fork.org/a v1.1.0', 'fork.org/a v1.1.1'), [['patch', 'low', null]]);
    assert.deepEqual(step('./internal/a', './pkg/a'), [
      ['source', 'low', 'It comes from the folder ./pkg/a instead of ./internal/a.'],
    ]);
    assert.deepEqual(step('x.org/a v1.0.0', 'fork.org/a v1.0.0'), [
      ['source', 'high', 'It is replaced by another module, fork.org/a.'],
    ]);
  });

  it('that only development asks for weigh little', () => {
    const step = (path: string, before: string, after: string): readonly unknown[] =>
      changesOf([[path, before, after]]).dependencies[0]?.changes.map(({ name, severity }) => `${name} ${severity}`) ??
      [];
    const dev = (v: string): string =>
      npm({
        '': { dependencies: { a: '^1.0.0' }, devDependencies: { b: '^1.0.0' } },
        'node_modules/a': { version: v },
        'node_modules/b': { version: v, dev: true },
      });
    assert.deepEqual(step('package-lock.json', dev('1.0.0'), dev('2.0.0')), ['a medium', 'b low']);
    const pnpm = (v: string): string =>
      `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: ${v}\n    devDependencies:\n      b:\n        specifier: ^1.0.0\n        version: ${v}\n\npackages:\n\n  a@${v}:\n    resolution: {integrity: sha512-x}\n\n  b@${v}:\n    resolution: {integrity: sha512-x}\n`;
    assert.deepEqual(step('pnpm-lock.yaml', pnpm('1.0.0'), pnpm('2.0.0')), ['a medium', 'b low']);
    const composer = (v: string): string =>
      JSON.stringify({ packages: [{ name: 'a', version: v }], 'packages-dev': [{ name: 'b', version: v }] });
    assert.deepEqual(step('composer.lock', composer('1.0.0'), composer('2.0.0')), ['a medium', 'b low']);
    const pipfile = (v: string): string =>
      JSON.stringify({ default: { a: { version: `==${v}` } }, develop: { b: { version: `==${v}` } } });
    assert.deepEqual(step('Pipfile.lock', pipfile('1.0'), pipfile('2.0')), ['a medium', 'b low']);
    const types = (v: string): string => npm({ 'node_modules/@types/a': { version: v } });
    assert.deepEqual(step('package-lock.json', types('1.0.0'), types('2.0.0')), ['@types/a low']);
  });

  it('are read from Gemfile.lock, composer.lock, mix.lock, gradle.lockfile, pom.xml, NuGet and version catalogues', () => {
    const cases: readonly (readonly [string, (v: string) => string])[] = [
      [
        'Gemfile.lock',
        (v) => `GEM\n  remote: https://rubygems.org/\n  specs:\n    a (${v})\n      b (>= 1)\n\nDEPENDENCIES\n  a\n`,
      ],
      [
        'composer.lock',
        (v) => JSON.stringify({ packages: [{ name: 'a', version: v, source: { url: 'https://github.com/a/a.git' } }] }),
      ],
      ['mix.lock', (v) => `%{\n  "a": {:hex, :a, "${v}", "abc", [:mix], [], "hexpm", "def"},\n}\n`],
      ['gradle.lockfile', (v) => `# comment\ng:a:${v}=runtimeClasspath\nempty=\n`.replace('g:a', 'a:a')],
      [
        'pom.xml',
        (v) =>
          `<project><properties><v>${v}</v></properties><dependencies><dependency><groupId>a</groupId><artifactId>a</artifactId><version>\${v}</version></dependency></dependencies></project>`,
      ],
      [
        'src/App.csproj',
        (v) => `<Project><ItemGroup><PackageReference Include="a" Version="${v}" /></ItemGroup></Project>`,
      ],
      ['gradle/libs.versions.toml', (v) => `[versions]\na = "${v}"\n`],
    ];
    for (const [path, lock] of cases) {
      const [found] = packagesOf(path, lock('1.0.0'), lock('1.1.0'));
      assert.match(found ?? path, /^minor a(?::a)? 1\.0\.0 -> 1\.1\.0$/, path);
    }
  });

  it('leave out versions that stay, and a pair of several versions goes by the highest', () => {
    const lock = (...versions: readonly string[]): string =>
      versions.map((v) => `[[package]]\nname = "a"\nversion = "${v}"\nsource = "s"\n`).join('\n');
    assert.deepEqual(packagesOf('Cargo.lock', lock('1.0.0', '2.0.0'), lock('1.0.0', '2.1.0')), [
      'minor a 2.0.0 -> 2.1.0',
    ]);
    assert.deepEqual(packagesOf('Cargo.lock', lock('1.0.0'), lock('1.0.0', '2.1.0')), ['added a  -> 2.1.0']);
  });

  it('say where a package newly comes from', () => {
    const lock = (resolved: string): string => npm({ '': {}, 'node_modules/a': { version: '1.0.0', resolved } });
    const source = (from: string, to: string): readonly unknown[] =>
      changesOf([['package-lock.json', lock(from), lock(to)]]).dependencies[0]?.changes.map(({ severity, reason }) => [
        severity,
        reason,
      ]) ?? [];
    const npmjs = 'https://registry.npmjs.org/a/-/a-1.0.0.tgz';
    assert.deepEqual(source(npmjs, 'https://evil.example/a-1.0.0.tgz'), [
      ['high', 'It comes from evil.example instead of registry.npmjs.org.'],
    ]);
    assert.deepEqual(source(npmjs, 'git+ssh://git@github.com/x/a.git#abc'), [
      ['high', 'It comes from git+ssh://git@github.com/x/a.git, which is no package registry.'],
    ]);
    assert.deepEqual(source(npmjs, `${npmjs}?x`), []);
  });

  it('are told by the lock file where there is one, and else by the manifest', () => {
    const [before, after] = ['{"dependencies":{"a":"^1.0.0"}}', '{"dependencies":{"a":"^2.0.0"}}'];
    const alone = changesOf([['web/package.json', before, after]]).dependencies;
    assert.deepEqual(
      alone.map(({ role, notes }) => [role, notes]),
      [['manifest', ['No lock file changes with it: these are the versions it asks for.']]],
    );
    const lock = (v: string): string => npm({ 'node_modules/a': { version: v } });
    const both = changesOf([
      ['web/package.json', before, after],
      ['package-lock.json', lock('1.0.0'), lock('2.0.0')],
    ]).dependencies;
    assert.deepEqual(
      both.map(({ path }) => path),
      ['package-lock.json'],
    );
  });

  it('that nothing here reads are said to be so', () => {
    const found = changesOf([['bun.lockb', 'a', 'b']]);
    assert.equal(found.dependencies[0]?.notUnderstood, 'Nothing here reads this format.');
    assert.equal(found.complete, false);
    assert.equal(
      changesOf([['package-lock.json', '{}', '{"a']]).dependencies[0]?.notUnderstood,
      'It is no JSON in line 1.',
    );
  });

  it('weigh little where only development needs them, or where they keep below 1.0 for good', () => {
    const severityOf = (path: string, before: string, after: string): string | undefined =>
      changesOf([[path, before, after]]).dependencies[0]?.severity;
    assert.equal(severityOf('requirements.txt', 'mypy==1.0.0', 'mypy==2.0.0'), 'medium');
    assert.equal(severityOf('requirements-dev.txt', 'mypy==1.0.0', 'mypy==2.0.0'), 'low');
    assert.equal(severityOf('requirements/test.txt', 'mypy==1.0.0', 'mypy==2.0.0'), 'low');
    const goMod = (name: string, version: string): string => `module a\n\nrequire ${name} ${version}\n`;
    const step = (name: string) => severityOf('go.mod', goMod(name, 'v0.1.0'), goMod(name, 'v0.2.0'));
    assert.deepEqual([step('example.com/crypto'), step('golang.org/x/crypto')], ['medium', 'low']);
  });

  it('are counted once, however many lock files change them', () => {
    const lock = (v: string): string => npm({ 'node_modules/a': { version: v } });
    const { summaries } = changesOf([
      ['a/package-lock.json', lock('1.0.0'), lock('2.0.0')],
      ['b/package-lock.json', lock('1.0.0'), lock('2.0.0')],
      ['c/package-lock.json', lock('1.0.0'), lock('1.1.0')],
    ]);
    assert.equal(summaries.dependencies, 'Dependencies: 1 major bump of 2 changes in 3 files');
  });

  it('that weigh less are named beside the first one, too, when somebody should look at them', () => {
    const mod = (v: string, more = ''): string => `module m\n\nrequire x.org/a v1.0.0\nrequire x.org/b ${v}\n${more}`;
    const [first] = changesOf([['go.mod', mod('v1.0.0'), mod('v2.0.0', 'replace x.org/a => ../a\n')]]).ranking;
    assert.deepEqual(
      [first?.subject, first?.text],
      ['x.org/a', 'It comes from the folder ../a, which is no package registry. Also flagged: x.org/b.'],
    );
  });

  it('that weigh as much are named beside the first', () => {
    const lock = (v: string): string =>
      `GEM\n  specs:\n    puma (${v})\n    rails (${v})\n\nDEPENDENCIES\n  puma\n  rails\n`;
    const [first] = changesOf([['Gemfile.lock', lock('1.0.0'), lock('2.0.0')]]).ranking;
    assert.deepEqual([first?.subject, first?.text], ['puma', 'It is a major step. Also flagged: rails.']);
  });
});
