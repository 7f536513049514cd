import assert from 'node:assert/strict';
import fc from 'fast-check';
import { taskItems } from '../../../src/core/checklist/taskItems';
import { findBlock, lineEndingOf, putBlock } from '../../../src/core/changelog/descriptionBlock';
import { releaseTemplate } from '../../fixtures/sample/platformFiles';
import { shaOf } from './historyBuilder';

const range = { from: shaOf('a'), to: shaOf('b') };
const opening = `<!-- release-review:changelog ${range.from}..${range.to} -->`;
const closing = '<!-- /release-review:changelog -->';
const text = '**1 commit**\n\n- one\n';
const block = `${opening}\n\n**1 commit**\n\n- one\n\n${closing}`;

function put(body: string, markdown = text, of = range): string {
  const result = putBlock(body, of, markdown);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result.body;
}

describe('the changelog block of a description', () => {
  it('goes to the end, under a heading of its own', () => {
    assert.equal(put(''), `## Changelog\n\n${block}\n`);
    assert.equal(put('Words'), `Words\n\n## Changelog\n\n${block}\n`);
    assert.equal(put('Words\n'), `Words\n\n## Changelog\n\n${block}\n`);
  });

  it('goes to the end of a changelog section that has something in it, groups included', () => {
    assert.equal(put('## Changelog\n\n- by hand\n'), `## Changelog\n\n- by hand\n\n${block}\n`);
    const placeholder = 'Words\r\n\r\n### Changelog\r\n\r\n_Filled in by the release action._\r\n';
    const rest = '\r\n### Checklist\r\n\r\n- [ ] one\r\n';
    const windows = block.replaceAll('\n', '\r\n');
    assert.equal(put(placeholder + rest), `${placeholder}\r\n${windows}\r\n${rest}`);
    const grouped = '## Changelog\n### Features\n- a\n## Fixes\n- b';
    assert.equal(put(`${grouped}\n\n\n## Rollback\n`), `${grouped}\n\n${block}\n\n\n## Rollback\n`);
    assert.equal(put('# Changelog\n- a\n## Checklist\n- b\n'), `# Changelog\n- a\n\n${block}\n\n## Checklist\n- b\n`);
  });

  it('goes under an empty heading such as "Changelog", below the comments of the template', () => {
    assert.equal(put('# Changes\n\n## Changelog\n\n# End\n'), `# Changes\n\n## Changelog\n\n${block}\n\n# End\n`);
    assert.equal(put('## Changelog'), `## Changelog\n\n${block}`);
    assert.equal(put('What ships\n===\n# End'), `What ships\n===\n\n${block}\n\n# End`);
    const comment = '<!-- Filled in by the release action. -->';
    assert.ok(put(releaseTemplate).includes(`### Changelog\n\n${comment}\n\n${block}\n\n### Checklist`));
  });

  it('does not take a heading in a quote, a list or code for the place', () => {
    for (const body of ['> ## Changelog\n', '- ## Changelog\n', '```\n## Changelog\n```\n', '    ## Changelog\n']) {
      assert.equal(put(body), `${body}\n## Changelog\n\n${block}\n`);
    }
  });

  it('takes the place of the one that is there', () => {
    const body = put('Before\n\nAfter\n'.replace('After', '## Changelog\n\n## After'));
    const other = put(body, 'new', { from: shaOf('a'), to: shaOf('c') });
    assert.equal(other, body.replace(block, `${opening.replace(shaOf('b'), shaOf('c'))}\n\nnew\n\n${closing}`));
    assert.equal(put(`\r\n${block}  \r\nWords`, 'x').replaceAll('\r', ''), put(`\n${block}\nWords`, 'x'));
  });

  it('has the line ending that most of the description has', () => {
    const body = 'One\r\nTwo\r\nThree\n';
    assert.equal(put(body), `${body}\r\n## Changelog\r\n\r\n${block.replaceAll('\n', '\r\n')}\r\n`);
    assert.equal(lineEndingOf('a\r\nb\nc\n'), '\n');
  });

  it('takes a marker in code, a quote, a list, a longer comment or amid words for text', () => {
    for (const body of [
      `\`\`\`\n${block}\n\`\`\`\n`,
      block.replace(/^/gm, '    '),
      block.replace(/^/gm, '> '),
      block.replace(/^/gm, '  ').replace('  ', '- '),
      `\`${opening}\` and \`${closing}\``,
      `<!--\n${opening.slice(0, -3)}\n${closing}`,
      `Words ${opening} words ${closing}`,
    ]) {
      assert.deepEqual(findBlock(body), { state: 'none' }, body);
      assert.ok(put(`${body}\n`).startsWith(body));
    }
  });

  it('does not guess where a broken block ends, and leaves it alone', () => {
    for (const [body, why] of [
      [`Words\n\n${opening}\n\nMore`, /beginning of a changelog block without its end/],
      [`Words\n\n${closing}\n\nMore`, /end of a changelog block without its beginning/],
      [`${closing}\n\n${opening}`, /ends before it begins/],
      [`${block}\n\n${block}`, /more than one/],
      [`${opening}\n\n${block}`, /more than one/],
    ] as const) {
      const result = putBlock(body, range, text);
      assert.ok(!result.ok);
      assert.match(result.reason, why);
      assert.match(result.reason, /by hand/);
    }
  });

  it('says when a marker does not name two SHAs, and replaces that block as well', () => {
    for (const marker of ['<!-- release-review:changelog -->', '<!-- release-review:changelog a..b -->']) {
      const found = findBlock(block.replace(opening, marker));
      assert.ok(found.state === 'one' && found.range === null);
      assert.equal(put(block.replace(opening, marker)), block);
    }
  });

  it('does not go where nobody would see it', () => {
    for (const body of ['```\nopen', '<!-- open', '<pre>\nopen', '~~~~\n```\n']) {
      const result = putBlock(body, range, text);
      assert.ok(!result.ok);
      assert.match(result.reason, /open code block or comment/);
    }
  });

  const bodies = fc.string({
    unit: fc.constantFrom(
      '\n',
      '\r\n',
      '\r',
      'a',
      ' ',
      '# Changelog',
      '## b',
      '- [ ] one',
      '- [x] two',
      '> ',
      '```',
      '    ',
      '<!-- c -->',
      '<!--',
      '-->',
      '<div>',
      '</div>',
      '\n\n',
      `\n${opening}\n`,
      `\n${closing}\n`,
      `\n\n${block}\n\n`,
      '\u2028',
      '\ud800',
      '\0',
      '---',
      '|',
    ),
    maxLength: 30,
  });

  it('leaves whatever stands outside as it is', () => {
    let [done, replaced] = [0, 0];
    fc.assert(
      fc.property(bodies, (body) => {
        const result = putBlock(body, range, text);
        if (!result.ok) return;
        done += 1;
        const found = findBlock(result.body);
        assert.ok(found.state === 'one');
        assert.deepEqual(found.range, range);
        const [before, after] = [result.body.slice(0, found.start), result.body.slice(found.end)];
        const old = findBlock(body);
        if (old.state === 'one') {
          replaced += 1;
          assert.equal(before, body.slice(0, old.start));
          assert.equal(after, body.slice(old.end));
          return;
        }
        // The body is there from its beginning to the place of the block, and on from there.
        const at = common(body, result.body);
        assert.ok(result.body.endsWith(body.slice(at)));
        const added = before.length + after.length - body.length;
        assert.ok(added >= 0 && added <= '\r\n\r\n## Changelog\r\n\r\n\r\n'.length);
      }),
      { numRuns: 2_000 },
    );
    assert.ok(done > 200 && replaced > 20, `${done} ${replaced}`);
  });

  it('put in twice is put in once', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const once = putBlock(body, range, text);
        if (once.ok) assert.deepEqual(putBlock(once.body, range, text), once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves every task item as it is', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const result = putBlock(body, range, text);
        if (!result.ok || findBlock(body).state === 'one') return;
        const items = (of: string): unknown => taskItems(of).map((item) => [item.text, item.checked]);
        assert.deepEqual(items(result.body), items(body));
      }),
      { numRuns: 1_000 },
    );
  });
});

/** How many characters two texts have in common at their beginning. */
function common(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}
