import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { fileForm } from '../../../src/core/policy/file/fileForm';
import { policyOf } from './parsing';
import { policies } from './policies';

describe('a policy written as a file', () => {
  it('reads as the same policy, in block style and in flow style', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const form = fileForm(policy);
        assert.deepEqual(policyOf(stringify(form, { aliasDuplicateObjects: false })), policy);
        assert.deepEqual(policyOf(JSON.stringify(form)), policy);
      }),
      { numRuns: 60 },
    );
  });
});
