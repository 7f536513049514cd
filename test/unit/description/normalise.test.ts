import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readChecklist } from '../../../src/core/checklist/checklist';
import { normaliseDescription } from '../../../src/core/description/normalise';
import { defaultPolicy } from '../../../src/core/policy/policy';

const normalise = (body: string, risk: 'low' | 'high' | null = null) => normaliseDescription(body, defaultPolicy, risk);

describe('a normalised description', () => {
  it('has everything that the format asks for, from nothing', () => {
    assert.equal(
      normalise('').body,
      [
        '## Summary',
        '',
        '<!-- What ships and why, in a sentence or two. -->',
        '',
        '## Changelog',
        '',
        '<!-- Written by Release Review. -->',
        '',
        '## Checklist',
        '',
        '- [ ] I have reviewed the changes in this release.',
        '- [ ] I have applied the appropriate risk label.',
        '',
      ].join('\n'),
    );
  });

  it('makes the summary of words that stand first', () => {
    assert.match(normalise('Limits for carts.\n').body, /^## Summary\n\nLimits for carts\.\n\n## Changelog\n/);
  });

  it('asks a high risk for its notes and its two items, before the checklist', () => {
    const { body, added } = normalise(normalise('Words').body, 'high');
    assert.deepEqual(added, ['the heading Rollout', 'the heading Rollback', '2 checklist items']);
    assert.ok(body.indexOf('## Rollback') < body.indexOf('## Checklist'));
    assert.equal(readChecklist(body, defaultPolicy.checklist, 'high').missing.length, 0);
  });

  it('needs no place for a changelog that is written elsewhere', () => {
    const { body, added } = normaliseDescription('Words', defaultPolicy, 'low', 'elsewhere');
    assert.deepEqual(added, ['the heading Summary', '2 checklist items']);
    assert.doesNotMatch(body, /changelog/i);
  });

  it('is left alone when nothing is missing', () => {
    const { body } = normalise('Words', 'high');
    assert.deepEqual(normalise(body, 'high'), { body, added: [], problem: null });
  });

  it('keeps the line ending that the body has', () => {
    assert.doesNotMatch(normalise('One\r\n\r\nTwo\r\n', 'high').body, /[^\r]\n/);
  });

  it('says so where nothing can be added that a reader would see', () => {
    const { body, added, problem } = normalise('## Summary\n\n```\nnever closed\n');
    assert.deepEqual([added, body], [[], '## Summary\n\n```\nnever closed\n']);
    assert.match(problem ?? '', /code block or a comment that nothing closes/);
  });

  it('keeps every character of any body, in its order, and is settled after one time', () => {
    const lines = fc.constantFrom(
      'words',
      '## Summary',
      '# Checklist',
      '- [ ] own item',
      '- [x] ',
      '```',
      '<!--',
      '-->',
      '> q',
      '',
      '## Changelog',
      '\t',
      '***',
      '## Rollback plan',
    );
    const bodies = fc.oneof(
      fc.array(lines, { maxLength: 14 }).map((all) => all.join('\n')),
      fc.array(lines, { maxLength: 8 }).map((all) => all.join('\r\n')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(
        bodies,
        fc.constantFrom('low', 'high', null),
        fc.constantFrom('here', 'elsewhere'),
        (body, risk, changelog) => {
          const once = normaliseDescription(body, defaultPolicy, risk, changelog).body;
          assert.ok(isContained(body, once));
          assert.equal(normaliseDescription(once, defaultPolicy, risk, changelog).body, once);
        },
      ),
    );
  });
});

/** Whether all characters of `part` stand in `whole`, in their order. */
function isContained(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (part.startsWith(character, at)) at += character.length;
  return at === part.length;
}
