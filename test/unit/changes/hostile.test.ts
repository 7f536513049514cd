import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changesOf, valuesOf, type Change } from './changesOf';

const paths = [
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'Cargo.lock',
  'poetry.lock',
  'requirements.txt',
  'go.mod',
  'Gemfile.lock',
  'composer.lock',
  'pom.xml',
  'a.csproj',
  'mix.lock',
  'gradle.lockfile',
  'gradle/libs.versions.toml',
  'package.json',
  'pyproject.toml',
  'Cargo.toml',
  'Gemfile',
  'Pipfile.lock',
  'config/a.yml',
  'config/a.json',
  'fly.toml',
  '.env',
  'config/a.ini',
  'infra/a.tf',
  'Dockerfile',
  'k8s/a.conf',
  '.github/workflows/a.yml',
  'openapi.yml',
  'openapi.json',
  'a.proto',
  'a.graphql',
  'src/auth.ts',
  'feature_flags.json',
];

/** Pieces of all these languages in any order, and bytes. */
const pieces = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  ': ',
  ',',
  '\n',
  '\n  ',
  '"',
  "'",
  '=',
  '- ',
  '&a ',
  '*a',
  '<<',
  '<<EOF\n',
  '|',
  '>',
  '#',
  '//',
  '/*',
  '*/',
  '---\n',
  '${',
  '{{',
  '"""',
  'a',
  'name',
  'version',
  '1.2.3',
  'true',
  'null',
  'FROM',
  'ENV ',
  'type ',
  'message ',
  'reserved ',
  'openapi',
  'paths',
  'get',
  'responses',
  '$ref',
  'packages',
  'dependencies',
  '[[package]]\n',
  'GEM\n',
  '  specs:\n',
  'require (\n',
  'password',
  '\\',
  '\u0000',
  '\uFEFF',
  '__proto__',
  'constructor',
  '%',
  '!',
  '@',
  '<a b="c">',
  '</a>',
  '\t',
  '🙂',
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
);

describe('whatever the bytes', () => {
  it('nothing is thrown, no reader fails, and every file with trouble is named', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.option(text), fc.option(text), (path, before, after) => {
        const found = changesOf([[path, before, after]]);
        assert.doesNotMatch(JSON.stringify(found), /Its reader failed/);
        const all = [...found.dependencies, ...found.config, ...found.infrastructure, ...found.api, ...found.flags];
        assert.equal(
          found.complete,
          all.every(({ notUnderstood }) => notUnderstood === null),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('what is nested without end, or repeats itself without end, is refused', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replace(
      /./g,
      (c) =>
        `${c}: &${c} [${Array(10)
          .fill(`*${String.fromCharCode(c.charCodeAt(0) - 1)}`)
          .join()}]\n`,
    )}`;
    const deep: readonly Change[] = [
      ['config/a.json', '{}', '['.repeat(100_000)],
      ['config/b.yml', 'a: 1', '['.repeat(5000)],
      ['config/c.yml', 'a: 1', bomb],
      ['infra/a.tf', 'a = 1', 'a {\n'.repeat(50_000)],
      ['a.proto', '', 'message A { '.repeat(50_000)],
      ['a.graphql', 'scalar A', `scalar A\ntype B { a: ${'['.repeat(50_000)}`],
      ['fly.toml', 'a = 1', `a = ${'['.repeat(50_000)}`],
    ];
    for (const change of deep) {
      const found = changesOf([change]);
      const all = [...found.config, ...found.infrastructure, ...found.api];
      assert.equal(all.length, 1, change[0]);
      const [file] = all;
      assert.ok(file?.notUnderstood != null || file?.reason.includes('line by line') === true, change[0]);
    }
  });

  it('long runs of one character take no long time', () => {
    const started = performance.now();
    for (const path of paths)
      for (const run of [' ', 'a', '"', '-', '/', '{', '1.', '\n', '=', 'a:', '@a', '#', '<'])
        changesOf([[path, 'a', run.repeat(20_000 / run.length)]]);
    assert.ok(performance.now() - started < 20_000);
  });
});

describe('the order of keys', () => {
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme-ascii' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('map'),
    ),
    map: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('value'), { maxKeys: 5 }),
  })).map;
  const reordered = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reordered)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, each]) => [key, reordered(each)]),
          )
        : value;

  it('changes no value, and neither does the layout', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const [one, other] = [JSON.stringify(value), JSON.stringify(reordered(value), null, 2)];
        assert.deepEqual(valuesOf('config/a.json', one, other), []);
        assert.deepEqual(valuesOf('config/a.yml', one, other), []);
      }),
      { numRuns: 300 },
    );
  });
});
