import assert from 'node:assert/strict';
import { changesJson } from '../../../src/cli/changesJson';
import { changesMarkdown } from '../../../src/cli/changesMarkdown';
import { highlightsJson } from '../../../src/cli/highlightsJson';
import { known, unknown } from '../../../src/core/known';
import { sha } from '../../builders';
import { changesOf, type Change } from '../changes/changesOf';
import { validator } from './schemaNodes';

const settings: Change = ['config/app.yml', 'port: 1\nname: a', 'port: 2\nname: b'];
const gemfile = (rails: string): string =>
  `GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (${rails})\n    rake (13.0.${rails.slice(0, 1)})\n\nDEPENDENCIES\n  rails\n`;
const several: readonly Change[] = [
  settings,
  ['Gemfile.lock', gemfile('7.1.0'), gemfile('8.0.0')],
  ['api/a.proto', 'message A { int32 a = 1; }', 'message A { }'],
  ['src/auth/login.ts', 'a', 'b'],
  ['web/package-lock.json', '{}', '{'],
  ['.github/workflows/new.yml', null, 'on: push\njobs: {a: {runs-on: x, steps: [{run: make}]}}'],
];

const text = (...changes: readonly Change[]): string => changesMarkdown(known(changesOf(changes))).join('\n\n');

describe('what else can hurt as JSON', () => {
  it('gives each change its place, its values and a sentence', () => {
    const { config, dependencies } = changesJson(changesOf(several));
    assert.deepEqual(config[0], {
      path: 'config/app.yml',
      previousPath: null,
      status: 'modified',
      what: 'settings',
      line: 1,
      side: 'new',
      severity: 'medium',
      subject: 'port',
      kind: 'network',
      before: '1',
      after: '2',
      text: 'It is about the network.',
      direct: null,
      understood: true,
    });
    assert.deepEqual(
      dependencies
        .slice(0, 2)
        .map(({ subject, kind, before, after, direct }) => [subject, kind, before, after, direct]),
      [
        ['rails', 'major', '7.1.0', '8.0.0', true],
        ['rake', 'patch', '13.0.7', '13.0.8', false],
      ],
    );
  });

  it('lists what was not understood, and how much of a new file is not listed', () => {
    const { infrastructure, dependencies, complete, notes } = changesJson(changesOf(several));
    const broken = dependencies.filter(({ understood }) => !understood);
    assert.deepEqual(
      broken.map(({ path, line, subject }) => [path, line, subject]),
      [['web/package-lock.json', null, null]],
    );
    assert.equal(complete, false);
    assert.match(notes.join(), /package-lock\.json was not understood/);
    const workflow = infrastructure.filter(({ path }) => path.endsWith('new.yml'));
    assert.match(workflow.map((each) => each.text).join(), /\d of its changes are not listed/);
  });

  it('follows the published schema and takes part in what is complete', async () => {
    const highlights = { migrations: [], changedFiles: 6, complete: true, notes: ['n'] };
    const range = { from: sha('1'), to: sha('2'), direction: 'forward' } as const;
    const document = (changes: readonly Change[]) =>
      highlightsJson({ range, source: 'clone' }, highlights, known(changesOf(changes)));
    assert.equal((await validator('highlights'))(document(several)), null);
    assert.equal(document(several).complete, false);
    assert.equal(document(several).notes.length, 2);
    assert.equal(document([settings]).complete, true);
    const untold = highlightsJson({ range, source: 'clone' }, highlights, unknown('git failed'));
    assert.deepEqual([untold.complete, untold.changes], [false, null]);
    assert.match(untold.notes.join(), /git failed/);
  });
});

describe('what else can hurt as Markdown', () => {
  it('begins with what weighs most and counts what weighs little', () => {
    const lines = text(...several).split('\n');
    const ranked = lines
      .slice(
        0,
        lines.findIndex((line) => line.startsWith('###')),
      )
      .filter((line) => /high|medium/.test(line));
    assert.deepEqual(ranked, [
      '- **high**, interface: api/a.proto, line 1 of the old text: A.a. It is gone, and its number 1 is not reserved. 1 breaking change.',
      '- medium, configuration: config/app.yml, line 1: port 1 → 2. It is about the network.',
      '- medium, dependencies: Gemfile.lock, line 4: rails 7\\.1.0 → 8\\.0.0. It is a major step.',
      '- medium, dependencies: web/package-lock.json: It could not be understood.',
    ]);
    assert.ok(lines.includes('- 1 of low severity, in config/app.yml'), text(...several));
  });

  it('says so when there is nothing, or nothing could be told', () => {
    assert.match(text(['README.md', 'a', 'b']), /Nothing was found\./);
    assert.match(changesMarkdown(unknown('git failed')).join(), /could not be told: git failed/);
  });

  it('lets no value and no path become markup, and shows no secret', () => {
    const written = text([
      'config/<b>@all.yml',
      'token: old\nport: 1',
      'token: "hunter2hunter2"\nport: "[x](https://evil.example)"',
    ]);
    assert.doesNotMatch(written, /<b>|@all|[^\\]\]\(|hunter2/);
  });
});
