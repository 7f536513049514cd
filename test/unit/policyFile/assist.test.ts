import assert from 'node:assert/strict';
import { completionsAt, hoverAt } from '../../../src/core/policy/file/assist';

/** Completions where `|` stands, and the text that the first of a label would make. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completionsAt(text, offset);
  return {
    labels: found.map(({ label }) => label),
    taking: (label: string) => {
      const one = found.find((each) => each.label === label);
      assert.ok(one, `${label} is not offered`);
      return text.slice(0, one.span.from) + one.insert + text.slice(one.span.to);
    },
  };
}

function hover(marked: string): string | null {
  return hoverAt(marked.replace('|', ''), marked.indexOf('|'))?.text ?? null;
}

describe('completion in a policy file', () => {
  it('offers the keys of the root in an empty file, and those that are not there yet elsewhere', () => {
    assert.ok(at('|').labels.includes('approvals'));
    const { labels } = at('version: 1\n|\nfreeze: {}\n');
    assert.ok(labels.includes('preset'));
    assert.ok(!labels.includes('version') && !labels.includes('freeze'));
  });

  it('goes on as the value needs: behind the key, below it, in a list', () => {
    assert.equal(at('pres|').taking('preset'), 'preset: $0');
    assert.equal(at('app|').taking('approvals'), 'approvals:\n  $0');
    assert.equal(at('serv|').taking('services'), 'services:\n  - $0');
    assert.equal(at('notes:\n  lev|').taking('levels'), 'notes:\n  levels: [$0]');
  });

  it('offers the keys of a map below it', () => {
    assert.deepEqual(at('approvals:\n  |').labels, ['unset', 'low', 'medium', 'high']);
    assert.deepEqual(at('approvals:\n  low: 1\n  |').labels, ['unset', 'medium', 'high']);
    assert.deepEqual(at('approvals:\n  |\n  low: 1\n').labels, ['unset', 'medium', 'high']);
    assert.deepEqual(at('strategy:\n  single s|').taking('single service'), 'strategy:\n  single service:\n  $0');
  });

  it('offers the keys of an entry of a list', () => {
    assert.deepEqual(at('targets:\n  - |').labels, ['name', 'file', 'key', 'pin']);
    assert.deepEqual(at('targets:\n  - name: a\n    |').labels, ['file', 'key', 'pin']);
    assert.deepEqual(at('targets:\n  - {name: a, |}').labels, ['file', 'key', 'pin']);
  });

  it('offers the words of a value', () => {
    assert.deepEqual(at('preset: |').labels, ['default', 'eight-step', 'risk-based', 'gitops']);
    assert.equal(at('preset: eig|').taking('eight-step'), 'preset: eight-step');
    assert.equal(at('preset: ei|ght\n').taking('eight-step'), 'preset: eight-step\n');
    assert.deepEqual(at('provenance:\n  ci: |\n  staging: x').labels, ['required', 'advisory', 'off']);
    assert.deepEqual(at('categories:\n  - board: |').labels, ['true', 'false']);
    assert.deepEqual(at('notes: {levels: [low, |]}').labels, ['low', 'medium', 'high']);
    assert.ok(at('security:\n  kinds:\n    - |').labels.includes('data access'));
  });

  it('offers examples where a value is free, quoted where YAML needs it', () => {
    assert.equal(at('riskLabels: {low: |}').taking('risk: low'), "riskLabels: {low: 'risk: low'}");
    assert.equal(at('monitoring:\n  minutes: |').taking('30'), 'monitoring:\n  minutes: 30');
  });

  it('offers both sides of a choice', () => {
    assert.deepEqual(at('approvals:\n  high:\n    |').labels, ['count', 'teams', '1']);
    assert.ok(at('freeze: {deployHours: [{days: |}]}').labels.includes('weekdays'));
  });

  it('replaces a key and leaves its value', () => {
    assert.equal(at('apr|ovals: {low: 1}').taking('approvals'), 'approvals: {low: 1}');
  });

  it('offers nothing in comments, and nothing below what is unknown', () => {
    assert.deepEqual(at('# pre|').labels, []);
    assert.deepEqual(at('version: 1 # pre|').labels, []);
    assert.deepEqual(at('unknown:\n  |').labels, []);
    assert.deepEqual(at('toString:\n  |').labels, []);
  });
});

describe('hovering in a policy file', () => {
  it('tells what a key means, its default and an example', () => {
    assert.equal(hover('monitoring:\n  min|utes: 30'), 'The shortest period, in minutes.\n\nDefault: `30`');
    assert.match(hover('appr|ovals: {}') ?? '', /^How many people must approve[^]*Example: `\{high: \{count: 2/);
    assert.match(hover('targets: [{pi|n: sha}]') ?? '', /Default: `sha`/);
  });

  it('tells what a word means', () => {
    assert.match(hover('preset: git|ops') ?? '', /^Promotion by digest/);
    assert.match(hover('freeze: {windows: [{repeats: year|ly}]}') ?? '', /MM-DDTHH:MM/);
  });

  it('tells of the key where a value is free', () => {
    assert.match(hover('approvals: {high: |2}') ?? '', /at high risk/);
  });

  it('says nothing of what is unknown, and nothing beside', () => {
    assert.equal(hover('unkn|own: 1'), null);
    assert.equal(hover('# comm|ent\nversion: 1'), null);
    assert.equal(hover('|'), null);
  });
});
