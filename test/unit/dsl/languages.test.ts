import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inner, languages, type Code, type Language } from '../../../src/core/highlights/dsl/syntax';
import { languageGrammars } from '../../../src/grammars/languages/languageGrammars';
import { grammars, loadAll, reader } from './grammarsForTests';

const samples: Readonly<Record<Language, string>> = {
  ruby: 'def a\n  b(1, "c#{d}", e: 2) { |f| g }\nend',
  python: 'def a():\n    b.c(1, x=f"d{e}")\n',
  typescript: 'const a = async (b) => { await b.c(`d${e}`, { f: 1 }); };',
  php: '<?php function a() { $b->c("d{$e}", f: 1); }',
  csharp: 'class A { void B() { c.D<string>($"e{f}", g: 1); } }',
  elixir: 'def a do\n  b(1, "c#{d}", e: 2)\nend',
};

function count(code: Code): number {
  return 1 + inner(code).reduce((sum, each) => sum + count(each), 0);
}

describe('the grammars of languages', () => {
  before(loadAll);

  for (const language of languages) {
    it(`turns ${language} into plain data that can cross to another thread`, () => {
      const syntax = reader(language)(samples[language]);
      assert.deepEqual(syntax.errors, []);
      assert.deepEqual(JSON.parse(JSON.stringify(syntax)), syntax);
      assert.ok(syntax.body.length > 0 && syntax.body.reduce((sum, code) => sum + count(code), 0) > 4);
    });

    it(`says where ${language} is cut off or broken`, () => {
      const text = samples[language];
      assert.ok(reader(language)(text.slice(0, text.indexOf('d') + 1) + '((').errors.length > 0);
    });
  }

  it('loads each grammar once, and again after it failed', async () => {
    assert.equal(await grammars.load('ruby'), await grammars.load('ruby'));
    let tries = 0;
    const failing = languageGrammars({
      pathOf: () => '',
      read: () => {
        tries += 1;
        return Promise.reject(new Error('no such file'));
      },
    });
    await assert.rejects(failing.load('php'), /no such file/);
    await assert.rejects(failing.load('php'), /no such file/);
    assert.equal(tries, 2);
  });

  it('gives up on text that is too long or too deep, and reads the next', () => {
    const read = reader('ruby');
    assert.match(read('a'.repeat(1_100_000)).errors[0]?.why ?? '', /too long/);
    assert.match(read(`${'['.repeat(2000)}1${']'.repeat(2000)}`).errors[0]?.why ?? '', /deep/);
    assert.deepEqual(read(samples.ruby).errors, []);
  });

  it('keeps every place inside the text, whatever it is', () => {
    const pieces = fc.constantFrom(
      ...Object.values(samples).flatMap((text) => text.split(/(?<=\W)/)),
      '\0',
      '\u{1F600}',
      '\n',
      '"""',
    );
    fc.assert(
      fc.property(fc.constantFrom(...languages), fc.array(pieces, { maxLength: 40 }), (language, parts) => {
        const text = parts.join('');
        const syntax = reader(language)(text);
        const see = (code: Code): void => {
          assert.ok(code.from >= 0 && code.to <= text.length && code.from <= code.to && code.line >= 1);
          inner(code).forEach(see);
        };
        syntax.body.forEach(see);
      }),
      { numRuns: 300 },
    );
  });
});
