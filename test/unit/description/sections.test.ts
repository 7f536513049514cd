import assert from 'node:assert/strict';
import { sectionNamed, sectionsOf, withSectionText } from '../../../src/core/description/sections';

describe('the sections of a description', () => {
  it('are its headings with what stands under them, deeper headings included', () => {
    const body = '# Release\n\nintro\n\n## Rollout\n\n### Step\n\ntext\n\n## Rollback\n\n<!-- fill in -->\n';
    assert.deepEqual(
      sectionsOf(body).map(({ level, title, filled, start, end }) => [
        level,
        title,
        filled,
        body.slice(start, end).length,
      ]),
      [
        [1, 'Release', true, body.length],
        [2, 'Rollout', true, '## Rollout\n\n### Step\n\ntext\n\n'.length],
        [3, 'Step', true, '### Step\n\ntext\n\n'.length],
        [2, 'Rollback', false, '## Rollback\n\n<!-- fill in -->\n'.length],
      ],
    );
  });

  it('are not looked for in code, quotes, lists or comments', () => {
    const body = '```\n# code\n```\n\n> # quote\n\n- # list\n\n<!--\n# comment\n-->\n';
    assert.deepEqual(sectionsOf(body), []);
  });

  it('are found by a word of their title in any case', () => {
    assert.equal(sectionNamed('## How we ROLL BACK\n', 'roll back')?.title, 'How we ROLL BACK');
    assert.equal(sectionNamed('## Notes\n', 'rollback'), null);
  });
});

describe('a text put into a section', () => {
  it('stands behind what is there', () => {
    const body = '## Rollout\r\n\r\nFirst.\r\n\r\n## Checklist\r\n';
    assert.equal(
      withSectionText(body, 'rollout', 'Rollout', 'Second,\nthird.'),
      '## Rollout\r\n\r\nFirst.\r\n\r\nSecond,\r\nthird.\r\n\r\n## Checklist\r\n',
    );
  });

  it('stands behind the comment of a template', () => {
    assert.equal(
      withSectionText('## Rollback\n<!-- how -->\n## Checklist\n', 'rollback', 'Rollback', 'Revert.'),
      '## Rollback\n<!-- how -->\n\nRevert.\n\n## Checklist\n',
    );
  });

  it('gets a heading of its own where there is none', () => {
    assert.equal(withSectionText('Words', 'rollback', 'Rollback', 'Revert.'), 'Words\n\n## Rollback\n\nRevert.\n');
    assert.equal(withSectionText('', 'rollback', 'Rollback', 'Revert.'), '## Rollback\n\nRevert.\n');
  });
});
