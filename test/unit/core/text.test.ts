import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSafeLink } from '../../../src/core/markdown/parser';
import { renderMarkdown } from '../../../src/core/markdown/render';
import { parseRepository } from '../../../src/core/repository';
import { suggestedRisk } from '../../../src/core/risk/suggestion';
import { readPin } from '../../../src/core/versionFile';
import { visibleText } from '../../../src/core/visibleText';
import { aComment, sha } from '../../builders';

describe('the version file', () => {
  const problem = (text: string): string => {
    const pin = readPin(text);
    return pin.state === 'valid' ? 'valid' : pin.problem;
  };

  it('holds one full SHA of either format, with or without a final newline', () => {
    for (const text of [sha('a'), `${sha('a')}\n`, 'b'.repeat(64), `${sha('a').toUpperCase()}\n`]) {
      assert.equal(readPin(text).state, 'valid', text);
    }
  });

  it('is refused with what was found', () => {
    assert.match(problem('abc1234\n'), /found "abc1234.*short SHA of 7 digits/);
    assert.match(problem('v1.2.3\n'), /"v1\.2\.3.*not a SHA/);
    assert.match(problem(`\uFEFF${sha('a')}\n`), /byte order mark/);
    assert.match(problem(`${sha('a')}\r\n`), /CRLF/);
    assert.match(problem(`${sha('a')}\n${sha('b')}\n`), /2 lines/);
    assert.match(problem(` ${sha('a')}\n`), /white space/);
    assert.match(problem(''), /empty/);
  });
});

describe('visible text', () => {
  it('shows characters that reorder or hide', () => {
    assert.equal(visibleText('main\u202E\uFEFF'), 'main‹U+202E›‹U+FEFF›');
    assert.equal(visibleText('a\u200Bb\u0007'), 'a‹U+200B›b‹U+0007›');
    assert.equal(visibleText('\u{E0041}'), '‹U+E0041›');
  });

  it('leaves ordinary text of any script and emoji alone', () => {
    for (const text of ['Ines Duarte', '日本語', 'مرحبا', 'naïve', '👩‍🚀 done', 'a\tb\nc'])
      assert.equal(visibleText(text), text);
  });

  it('leaves no control character behind, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(visibleText(text), /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069\u200B]/u);
      }),
    );
  });
});

describe('rendering Markdown', () => {
  it('keeps structure', () => {
    const blocks = renderMarkdown(
      '# Title\n\n- [x] done\n- plain **bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
    );
    assert.deepEqual(
      blocks.map((block) => block.kind),
      ['heading', 'list', 'table'],
    );
    const list = blocks[1];
    assert.ok(list?.kind === 'list');
    assert.deepEqual(
      list.items.map((item) => item.checked),
      [true, null],
    );
  });

  it('draws no HTML, no image and no unsafe link', () => {
    const hostile =
      '<img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n![alt](https://track.example/a.png) ' +
      '[a](javascript:alert(1)) [b](command:x) [c](http://x.example) [d](https://github.com@evil.example/) [e](https://ok.example/)';
    const text = JSON.stringify(renderMarkdown(hostile));
    assert.doesNotMatch(text, /onerror|<script|javascript:"|track\.example/);
    const links = [...text.matchAll(/"url":"([^"]*)"/g)].map((match) => match[1]);
    assert.deepEqual(
      links.filter((url) => !['https://ok.example/', 'https://github.com'].includes(url ?? '')),
      [],
    );
  });

  it('makes links of https addresses only', () => {
    for (const url of [
      'http://a.example',
      'https:/\\a.example',
      'vscode://x',
      'file:///etc',
      'https://u:p@a.example',
      '//a.example',
    ]) {
      assert.equal(isSafeLink(url), false, url);
    }
    assert.equal(isSafeLink('https://a.example/b?c=d#e'), true);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void renderMarkdown(text)));
    renderMarkdown('>'.repeat(5000));
    renderMarkdown('*a_ '.repeat(5000));
    renderMarkdown('- '.repeat(2000));
  });
});

describe('repositories', () => {
  it('are read with and without a host', () => {
    assert.deepEqual(parseRepository('acme/shop'), { host: 'github.com', owner: 'acme', name: 'shop' });
    assert.deepEqual(parseRepository('GitHub.acme.example/a/b.c'), {
      host: 'github.acme.example',
      owner: 'a',
      name: 'b.c',
    });
  });

  it('that could lead elsewhere are refused', () => {
    for (const text of [
      '../shop',
      'acme/..',
      'acme/sh op',
      'acme/a?b',
      'acme',
      'a/b/c/d',
      'acme/%2e%2e',
      'x..y/a/b',
      'acme/a\nb',
    ]) {
      assert.equal(parseRepository(text), undefined, text);
    }
  });
});

describe("the bot's suggestion", () => {
  it('is the one level that its newest comment names', () => {
    assert.equal(suggestedRisk([aComment({ body: 'Suggested: `risk: high`, because…' })])?.level, 'high');
  });

  it('is nothing when the comment contradicts itself or a person wrote it', () => {
    assert.equal(suggestedRisk([aComment({ body: 'risk: low … no, risk: high' })]), null);
    assert.equal(suggestedRisk([aComment({ author: { login: 'me', isBot: false } })]), null);
  });
});
