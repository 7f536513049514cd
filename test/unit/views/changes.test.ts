import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import type { Changes } from '../../../src/core/highlights/changes/model';
import { known, unknown, type Known } from '../../../src/core/known';
import type { ReleaseContents } from '../../../src/core/snapshot';
import { changesView } from '../../../src/views/panel/changesView';
import type { ChangesView } from '../../../src/views/panel/hurtViews';
import { changedFileRows, changeGroupRows, changeRows } from '../../../src/views/tree/changesRows';
import type { TreeNode } from '../../../src/views/tree/nodes';
import { aRelease, sha } from '../../builders';
import { changesOf, type Change } from '../changes/changesOf';

function contentsWith(changes: Known<Changes> | null, notes: readonly string[] = []): ReleaseContents {
  const ends = { from: sha('1'), to: sha('2'), direction: 'forward', source: 'clone' } as const;
  const range = { ...ends, commits: [], complete: true, total: 0, notes: [] };
  const highlights = known({ migrations: [], changedFiles: 1, complete: true, notes });
  const files = unknown('not read');
  return { range, files, changelog: buildChangelog(range), highlights, changes, alsoShips: null, revision: '1' };
}

function viewOf(...changes: readonly Change[]): ChangesView {
  const view = changesView({ state: 'ready', contents: contentsWith(known(changesOf(changes))) });
  assert.ok(view);
  return view;
}

const base = { repository: 'github.com/acme/shop', pull: 412, release: aRelease() };
const below = (changes: Known<Changes> | null): readonly TreeNode[] => changeGroupRows(base, contentsWith(changes));
const only = <Kind extends TreeNode['kind']>(rows: readonly TreeNode[], kind: Kind) =>
  rows.filter((row): row is Extract<TreeNode, { kind: Kind }> => row.kind === kind);
const words = (rows: readonly TreeNode[]): readonly string[] => only(rows, 'note').map(({ text }) => text);

const lines = (count: number, value: number): string =>
  Array.from({ length: count }, (_, at) => `key${String(at)}: ${String(value)}`).join('\n');
const lock = (count: number, version: string): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`node_modules/p${String(at)}`, { version }] as const),
    ),
  });

describe('what else can hurt, as the page shows it', () => {
  it('says whether it is being read, failed, or is nothing', () => {
    const status = (changes: Known<Changes> | null) =>
      changesView({ state: 'ready', contents: contentsWith(changes) })?.status;
    assert.match(status(null) ?? '', /^Looking for/);
    assert.equal(status(unknown('git failed')), 'What else can hurt could not be told: git failed');
    assert.match(status(known(changesOf([]))) ?? '', /^No change of/);
    assert.equal(changesView({ state: 'loading', progress: null }), null);
  });

  it('puts what weighs most first and everything into its category', () => {
    const view = viewOf(
      ['config/app.yml', 'port: 1\nname: a', 'port: 2\nname: b'],
      ['api/a.proto', 'message A { int32 a = 1; }', 'message A { }'],
    );
    assert.deepEqual(
      view.ranking.map(({ tone, category, path, line, place, subject, was, now }) => [
        [tone, category, path],
        [line, place, subject, was, now],
      ]),
      [
        [
          ['error', 'Interface', 'api/a.proto'],
          [null, '1 before', 'A.a', null, null],
        ],
        [
          ['warn', 'Configuration', 'config/app.yml'],
          [1, '1', 'port', '1', '2'],
        ],
      ],
    );
    assert.deepEqual(
      view.groups.map(({ id, tone, files }) => [id, tone, files.map(({ rows }) => rows.length)]),
      [
        ['api', 'error', [1]],
        ['config', 'warn', [2]],
      ],
    );
  });

  it('leads into the old text only where there is no other', () => {
    const [file] = viewOf(['compose.yml', 'services: {a: {image: "a:1"}}', null]).groups.flatMap(({ files }) => files);
    assert.equal(file?.status, 'removed');
    const rows = viewOf(['config/app.yml', 'b: 1\nport: 1', 'b: 1']).groups.flatMap(
      ({ files }) => files[0]?.rows ?? [],
    );
    assert.deepEqual(
      rows.map(({ line, place, was, now }) => [line, place, was, now]),
      [[null, '2 before', '1', null]],
    );
  });

  it('shows no secret and shortens what is long', () => {
    const view = viewOf([
      'config/app.yml',
      'token: a\ntext: a',
      `token: "hunter2hunter2"\ntext: "${'long '.repeat(80)}"`,
    ]);
    assert.doesNotMatch(JSON.stringify(view), /hunter2/);
    const values = view.groups.flatMap(({ files }) => files.flatMap(({ rows }) => rows.map(({ now }) => now ?? '')));
    assert.ok(values.every((value) => value.length <= 161));
  });

  it('is made once for the same reading, and does not repeat what is said of the migrations', () => {
    const changes = changesOf([['config/app.yml', 'port: 1', 'port: 2']], { 'config/app.yml': { state: 'binary' } });
    const contents = contentsWith(known(changes), changes.notes);
    const first = changesView({ state: 'ready', contents });
    assert.equal(changesView({ state: 'ready', contents: { ...contents, revision: '2' } }), first);
    assert.deepEqual(first?.notes, []);
    assert.equal(first.groups[0]?.files[0]?.unclear, 'It is not text.');
  });

  it('does not say twice what a file of security-sensitive code is', () => {
    const [low, high] = viewOf(['src/auth/a.ts', 'a', 'b'], ['src/b.py', 'a', 'get(verify=False)'])
      .groups.flatMap(({ files }) => files)
      .toReversed();
    assert.deepEqual([low?.what, low?.reason], ['authentication', '']);
    assert.equal(high?.reason, "It switches off the check of the other side's certificate.");
  });

  it('hands over all of two thousand packages', () => {
    const [group] = viewOf(['package-lock.json', lock(2000, '1.0.0'), lock(2000, '1.0.1')]).groups;
    assert.equal(group?.files[0]?.rows.length, 2000);
  });
});

describe('what else can hurt, in the tree', () => {
  it('has a row per category, below it the files and below them what changes', () => {
    const rows = below(known(changesOf([['config/app.yml', 'port: 1\nname: a', 'port: 2\nname: b']])));
    const [group] = only(rows, 'changeGroup');
    assert.ok(group);
    const [file] = only(changedFileRows(group), 'changedFile');
    assert.ok(file);
    assert.deepEqual([file.path, file.line], ['config/app.yml', 1]);
    assert.deepEqual(
      only(changeRows(file), 'change').map(({ path, line, change }) => [path, line, change.subject]),
      [
        ['config/app.yml', 1, 'port'],
        ['config/app.yml', 2, 'name'],
      ],
    );
  });

  it('says what is missing', () => {
    assert.match(words(below(null)).join(), /^Looking for/);
    assert.match(words(below(unknown('git failed'))).join(), /git failed/);
    const [group] = only(below(known(changesOf([['config/app.yml', lines(80, 1), lines(80, 2)]]))), 'changeGroup');
    assert.ok(group);
    const [file] = only(changedFileRows(group), 'changedFile');
    assert.ok(file);
    assert.deepEqual(words(changeRows(file)), ['20 changes not listed: the diff has them']);
  });

  it('stops after some hundred rows and says so', () => {
    const many = Array.from({ length: 400 }, (_, at): Change => [
      `config/c${String(at)}.yml`,
      `a: ${String(at)}`,
      'a: -1',
    ]);
    const locks: Change = ['package-lock.json', lock(2000, '1.0.0'), lock(2000, '1.0.1')];
    const groups = only(below(known(changesOf([...many, locks]))), 'changeGroup');
    const rows = groups.map((group) => changedFileRows(group));
    const settings = rows.find((each) => each.length > 100) ?? [];
    assert.equal(settings.length, 301);
    assert.deepEqual(words(settings), ['100 more files: the release page has them all']);
    const file = rows.flatMap((each) => only(each, 'changedFile')).find(({ path }) => path === 'package-lock.json');
    assert.ok(file);
    assert.deepEqual(words(changeRows(file)).slice(-1), ['1,700 more changes: the release page has them all']);
  });
});
