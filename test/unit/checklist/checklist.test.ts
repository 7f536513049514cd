import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readChecklist, restoreItems, tickItem } from '../../../src/core/checklist/checklist';
import { taskItems } from '../../../src/core/checklist/taskItems';
import { HumanError } from '../../../src/core/errors';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { tickedBody } from '../../builders';

const policy = defaultPolicy.checklist;

describe('task items', () => {
  const texts = (source: string): readonly string[] => taskItems(source).map((item) => item.text);

  it('are found behind any bullet or number, nested, in either case', () => {
    const source = '- [ ] one\n* [x] two\n+ [X] three\n1. [ ] four\n   - [ ] five\n10) [x] six\n';
    assert.deepEqual(texts(source), ['one', 'two', 'three', 'four', 'five', 'six']);
    assert.deepEqual(
      taskItems(source).map((item) => item.checked),
      [false, true, true, false, false, true],
    );
  });

  it('are not found in code, comments and quotes, escaped, or without a space', () => {
    const source = [
      '```',
      '- [ ] fenced',
      '```',
      '',
      '    - [ ] indented code',
      '',
      '<!--',
      '- [ ] commented',
      '-->',
      '',
      '> - [ ] quoted',
      '',
      '- \\[ ] escaped',
      '- [ ]nospace',
      '- [y] other letter',
      '- text [ ] inside',
      '[ ] no list',
    ].join('\n');
    assert.deepEqual(texts(source), []);
  });

  it('lose their markup in the text', () => {
    assert.deepEqual(texts('- [ ] I **have** read [the policy](https://x.example) and `it`'), [
      'I have read the policy and it',
    ]);
  });

  it('point at the character to change under CRLF, CR and tabs', () => {
    for (const source of ['a\r\n\r\n- [ ] x\r\n-\t[x] y', 'a\r\r- [ ] x\r- [x] y', '-   [ ] x\n    text\n\n- [x] y']) {
      for (const item of taskItems(source)) {
        assert.equal(source[item.offset - 1], '[');
        assert.equal(source[item.offset + 1], ']');
      }
      assert.equal(taskItems(source).length, 2, JSON.stringify(source));
    }
  });
});

describe('the checklist', () => {
  it('needs two items, and four when the risk is high', () => {
    assert.deepEqual(
      [readChecklist(tickedBody, policy, 'low').required, readChecklist(tickedBody, policy, 'high').required],
      [2, 4],
    );
  });

  it('counts ticked required items and names the missing ones', () => {
    const checklist = readChecklist(tickedBody, policy, 'high');
    assert.equal(checklist.done, 2);
    assert.deepEqual(checklist.missing, policy.high);
  });

  it('matches items whatever their case, spacing, markup and final full stop', () => {
    const body =
      '* [x] i have REVIEWED  the *changes* in this release\n* [x] I have applied the appropriate risk label!';
    assert.equal(readChecklist(body, policy, 'low').done, 2);
  });

  it('does not count an item twice, nor an item one copy of which is open', () => {
    const item = 'I have reviewed the changes in this release.';
    assert.equal(readChecklist(`- [x] ${item}\n- [x] ${item}\n`, policy, 'low').done, 1);
    assert.equal(readChecklist(`- [x] ${item}\n- [ ] ${item}\n`, policy, 'low').done, 0);
  });
});

describe('ticking an item', () => {
  const idOf = (body: string, at: number): string => readChecklist(body, policy, 'low').items[at]?.id ?? '';

  it('changes one character and nothing else', () => {
    const body = 'Intro\r\n\r\n- [ ] one\r\n- [X] two\r\n';
    assert.equal(tickItem(body, idOf(body, 0), true), 'Intro\r\n\r\n- [x] one\r\n- [X] two\r\n');
    assert.equal(tickItem(body, idOf(body, 1), false), 'Intro\r\n\r\n- [ ] one\r\n- [ ] two\r\n');
  });

  it('leaves a body alone that already is as wanted', () => {
    const body = '- [X] two\n';
    assert.equal(tickItem(body, idOf(body, 0), true), body);
  });

  it('refuses an item that is gone', () => {
    assert.throws(
      () => tickItem('- [ ] other\n', 'one#0', true),
      (error) => error instanceof HumanError && error.kind === 'stale',
    );
  });

  it('finds its item again after other text moved it', () => {
    const id = idOf('- [ ] one\n- [ ] two\n', 1);
    assert.equal(
      tickItem('New words\n\n- [ ] zero\n- [ ] one\n- [ ] two\n', id, true),
      'New words\n\n- [ ] zero\n- [ ] one\n- [x] two\n',
    );
  });

  it('never changes more than one character, whatever the text', () => {
    const piece = fc.constantFrom(
      '- [ ] ',
      '* [x] ',
      '1. [X] ',
      '> ',
      '```\n',
      '<!--',
      '-->',
      '\n',
      '\r\n',
      '\t',
      '  ',
      'a',
      '[',
      ']',
      '\u0000',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 40 }),
        fc.boolean(),
        (parts, checked) => {
          const body = parts.join('');
          for (const item of readChecklist(body, policy, 'low').items) {
            const after = tickItem(body, item.id, checked);
            assert.equal(after.length, body.length);
            const changed = [...body.split('')].filter((character, at) => character !== after[at]).length;
            assert.ok(changed <= 1);
            const found = readChecklist(after, policy, 'low').items.find((each) => each.id === item.id);
            assert.equal(found?.checked, checked);
          }
        },
      ),
    );
  });
});

describe('putting missing items back', () => {
  it('continues a list that ends plainly', () => {
    assert.equal(restoreItems('- [ ] one\n\nMore words\n', ['two']), '- [ ] one\n- [ ] two\n\nMore words\n');
    assert.equal(restoreItems('  * [ ] one', ['two', 'three']), '  * [ ] one\n  * [ ] two\n  * [ ] three');
  });

  it('adds a section of its own otherwise', () => {
    assert.equal(restoreItems('Words', ['two']), 'Words\n\n## Checklist\n\n- [ ] two\n');
    assert.equal(restoreItems('', ['two']), '## Checklist\n\n- [ ] two\n');
    assert.equal(
      restoreItems('- [ ] one\n  goes on\n', ['two']),
      '- [ ] one\n  goes on\n\n## Checklist\n\n- [ ] two\n',
    );
  });

  it('keeps the line ends of the text', () => {
    assert.equal(restoreItems('- [ ] one\r\n\r\nx\r\n', ['two']), '- [ ] one\r\n- [ ] two\r\n\r\nx\r\n');
  });

  it('keeps every word and yields the items, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.boolean(), (text, withList) => {
        const body = withList ? `${text}\n\n- [ ] one\n` : text;
        const after = restoreItems(body, ['two words']);
        let at = 0;
        for (const character of after) if (body.startsWith(character, at)) at += character.length;
        assert.equal(at, body.length, 'the old text is a subsequence of the new one');
      }),
    );
  });
});
