import assert from 'node:assert/strict';
import { changesOf } from './changesOf';

describe('workflows', () => {
  const step = (uses: string): string => `on: push\njobs:\n  a:\n    steps:\n    - name: s\n      uses: ${uses}\n`;
  const sha = 'a'.repeat(40);
  const first = (before: string, after: string): readonly unknown[] => {
    const [change] = changesOf([['.github/workflows/a.yml', before, after]]).infrastructure[0]?.changes ?? [];
    return [change?.severity, change?.topic];
  };

  it('that may newly write, or run on what others propose, rank highest', () => {
    assert.deepEqual(first('on: push\n', 'on: push\npermissions:\n  contents: write\n'), ['high', 'permissions']);
    assert.deepEqual(first('on: [push]\n', 'on: [push, pull_request_target]\n'), ['high', 'trigger']);
    assert.deepEqual(
      first('on: [pull_request_target]\n', 'on:\n  pull_request_target:\n    types: [opened]\n')[0],
      'low',
    );
  });

  it('that may do less are no trouble, unless nothing limits them any more', () => {
    assert.deepEqual(first('permissions:\n  contents: write\n', 'permissions: {}\n')[0], 'low');
    assert.deepEqual(first('permissions:\n  contents: read\non: push\n', 'on: push\n'), ['medium', 'permissions']);
  });

  it('with other actions are flagged where these are new or not pinned', () => {
    assert.deepEqual(first(step(`x/y@${sha}`), step('x/y@v2')), ['medium', 'image']);
    assert.deepEqual(first(step('x/y@v1'), step('z/y@v2')), ['medium', 'image']);
    assert.deepEqual(first(step('x/y@v1'), step('x/y@v2'))[0], 'low');
    assert.deepEqual(first(step('actions/checkout@v1'), step('actions/checkout@v2'))[0], 'low');
  });

  it('that use an action already are no news, wherever they used it', () => {
    const steps = (...all: readonly string[]): string =>
      `on: push\njobs:\n  a:\n    steps:\n${all.map((each) => `    - uses: ${each}\n`).join('')}`;
    const reasons = (before: string, after: string): readonly (readonly [string, string | null])[] =>
      changesOf([['.github/workflows/a.yml', before, after]]).infrastructure[0]?.changes.map(
        ({ key, reason }) => [key, reason] as const,
      ) ?? [];
    // Pinned now: one change of the same step.
    assert.deepEqual(reasons(steps('actions/checkout@v4', 'x/y@v2'), steps('actions/checkout@v4', `x/y@${sha}`)), [
      ['jobs.a.steps[x/y].uses', null],
    ]);
    // Moved behind another step.
    assert.deepEqual(
      reasons(steps('x/y@v2', 'a/a@v1', 'a/a@v2'), steps('a/a@v1', 'a/a@v2', 'b/c@v1', 'x/y@v2')).filter(
        ([, reason]) => reason !== null,
      ),
      [['jobs.a.steps[3].uses', "Somebody else's action is not pinned to a commit, so that it can change."]],
    );
    assert.deepEqual(first(step('./own'), step('$/own'))[0], 'low');
  });

  it('that leave the machines of GitHub are flagged', () => {
    const on = (machine: string): string => `jobs:\n  a:\n    runs-on: ${machine}\n`;
    assert.deepEqual(first(on('ubuntu-latest'), on('blacksmith-4vcpu-ubuntu-2404')), ['medium', 'permissions']);
    assert.deepEqual(first(on('ubuntu-22.04'), on('ubuntu-24.04'))[0], 'low');
    assert.deepEqual(first(on('ubuntu-latest'), on('${{ matrix.os }}'))[0], 'low');
  });

  it('that may prove to clouds who they are say so', () => {
    const [change] =
      changesOf([['.github/workflows/a.yml', 'permissions: {}', 'permissions: {id-token: write}']]).infrastructure[0]
        ?.changes ?? [];
    assert.deepEqual(
      [change?.severity, change?.reason],
      ['medium', 'The workflow may prove to other services that it is this repository (id-token).'],
    );
  });

  it('that put foreign words into a script rank highest', () => {
    const script = (text: string): string => `jobs:\n  a:\n    steps:\n    - name: s\n      run: ${text}\n`;
    assert.deepEqual(first(script('echo'), script('echo ${{ github.event.issue.title }}')), ['high', 'script']);
  });

  it('that use another secret say which', () => {
    const [change] =
      changesOf([['.github/workflows/a.yml', 'env: {}', 'env:\n  A: ${{ secrets.DEPLOY }}']]).infrastructure[0]
        ?.changes ?? [];
    assert.deepEqual([change?.reason, change?.now], ['It uses the secret DEPLOY.', '${{ secrets.DEPLOY }}']);
  });
});
