import assert from 'node:assert/strict';
import { policyFileText } from '../../../src/core/policy/file/policyText';
import { presetNames, presets } from '../../../src/core/policy/file/presets';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { notesOf, policyOf } from './parsing';

describe('presets', () => {
  for (const name of presetNames) {
    describe(name, () => {
      it('is what its name alone stands for', () => {
        assert.deepEqual(policyOf(`preset: ${name}\n`), presets[name].policy);
      });

      it('is what its commented file says, with and without the name of the preset', () => {
        const text = policyFileText(name);
        assert.deepEqual(policyOf(text), presets[name].policy);
        assert.deepEqual(policyOf(text.replace(/^preset: .*$/m, '')), presets[name].policy);
      });

      it('has examples in its commented file that hold when they are uncommented', () => {
        const text = policyFileText(name);
        const examples = text.replace(/^# (?=[a-zA-Z]+:(?: \S+)?$| {2})/gm, '');
        assert.notEqual(examples, text);
        const policy = policyOf(examples);
        assert.equal(policy.candidateBranch, 'main');
        assert.equal(policy.services.length, 1);
      });

      it('names no team and nobody', () => {
        const told = JSON.stringify(presets[name].policy);
        assert.doesNotMatch(told, /"teams":\[[^\]]|"reviewers":\[[^\]]|"approvers":\[[^\]]/);
      });

      it('says of every rule of its own which part of a process description it is from', () => {
        const { policy, sources } = presets[name];
        for (const section of Object.keys(policy) as (keyof typeof policy)[]) {
          if (JSON.stringify(policy[section]) === JSON.stringify(defaultPolicy[section])) continue;
          assert.match(sources[section] ?? '', /^process description "[^"]+",? ?\S/, section);
        }
      });

      it('has lines that fit on a screen', () => {
        for (const line of policyFileText(name).split('\n')) assert.ok(line.length <= 130, line);
      });
    });
  }

  it('default is the default policy, and its file has nothing to note', () => {
    assert.equal(presets.default.policy, defaultPolicy);
    assert.deepEqual(notesOf(policyFileText('default')), []);
  });

  it('eight-step asks two people for high risk and one otherwise', () => {
    const { approvals } = presets['eight-step'].policy;
    assert.deepEqual([approvals.low.count, approvals.medium.count, approvals.high.count], [1, 1, 2]);
  });
});
