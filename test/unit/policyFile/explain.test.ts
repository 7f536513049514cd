import assert from 'node:assert/strict';
import { explainGate } from '../../../src/core/policy/explain';
import { presetNames, presets } from '../../../src/core/policy/file/presets';
import type { GateId } from '../../../src/core/policy/gate';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { fullExample, policyOf } from './parsing';

const ids: readonly GateId[] = [
  'sha',
  'provenance',
  'risk',
  'checks',
  'checklist',
  'approvals',
  'notes',
  'monitoring',
  'security',
  'freeze',
  'scope',
  'current',
];

describe('the explanation of a gate', () => {
  it('says what it asks, where that comes from, who can move it and who enforces it, under every policy', () => {
    for (const policy of [policyOf(fullExample), ...presetNames.map((name) => presets[name].policy)]) {
      for (const id of ids) {
        const text = explainGate(id, policy, null);
        assert.match(
          text,
          /^[A-Z][^]*\n\n\*\*Where it comes from\*\*[^]*\n\n\*\*Who can move it:\*\* [^]*\n\n\*\*Who enforces it:\*\* /,
          id,
        );
        assert.doesNotMatch(text, /undefined|null|\[object|\n\n\n| {2}|: \.|- $/, `${id}: ${text}`);
      }
    }
  });

  it('tells the approvals of each risk, with teams and categories', () => {
    const text = explainGate('approvals', policyOf(fullExample), true);
    assert.match(
      text,
      /- Low risk: 1 person\n- Medium risk: 2 people\n- High risk: 2 people, at least one of acme\/leads\n/,
    );
    assert.match(text, /- Category emergency: 1 person instead/);
    assert.match(text, /GitHub itself holds the merge back/);
  });

  it('names the preset and the process description that a rule comes from', () => {
    assert.match(
      explainGate('approvals', presets['eight-step'].policy, false),
      /- `approvals`: as in the preset eight-step, from the process description "Change Management Process", Step 3: Peer Review\./,
    );
    assert.match(explainGate('notes', defaultPolicy, false), /- `notes`: the default, from the process description/);
    const own = policyOf('notes: {sections: [why]}');
    assert.match(explainGate('notes', own, false), /- `notes`: written for this repository\./);
  });

  it('says when a gate is off', () => {
    assert.match(explainGate('security', defaultPolicy, null), /^It is off/);
    assert.match(explainGate('freeze', defaultPolicy, null), /^It is off/);
    assert.match(explainGate('monitoring', policyOf('monitoring: {levels: []}'), null), /^No monitoring period/);
  });

  it('tells when nothing ships, and what lifts that', () => {
    const text = explainGate('freeze', policyOf(fullExample), null);
    assert.match(text, /- Holidays, every year from 12-20T00:00 to 01-02T00:00: Peak traffic\n/);
    assert.match(text, /- mon, tue, wed, thu, fri from 09:00 to 17:00\n/);
    assert.match(text, /The label hotfix lifts the hours, not the windows\./);
  });

  it('shows names of the policy as text', () => {
    const policy = policyOf("checklist: {always: ['[x](https://evil.example) <b> **bold** @acme']}");
    assert.match(
      explainGate('checklist', policy, null),
      /- \\\[x\\\]\(https:&#8203;\/\/evil\.example\) &lt;b&gt; \\\*\\\*bold/,
    );
  });
});
