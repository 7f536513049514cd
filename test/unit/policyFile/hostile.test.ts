import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completionsAt, hoverAt } from '../../../src/core/policy/file/assist';
import { parsePolicy } from '../../../src/core/policy/file/parsePolicy';
import type { PolicyProblem } from '../../../src/core/policy/file/problem';
import { policyTextLimit } from '../../../src/core/policy/file/yamlSource';
import { fullExample, told } from './parsing';

function assertWithin(text: string, problems: readonly PolicyProblem[]): void {
  const lines = text.split('\n');
  for (const { line, column, endLine, endColumn, message } of problems) {
    const [start, end] = [lines[line - 1], lines[endLine - 1]];
    assert.ok(start !== undefined && end !== undefined, message);
    assert.ok(column >= 1 && column <= start.length + 1, message);
    assert.ok(endColumn >= 1 && endColumn <= end.length + 1, message);
    assert.ok(endLine > line || (endLine === line && endColumn >= column), message);
  }
}

function judge(text: string): void {
  const parsed = parsePolicy(text);
  assertWithin(text, parsed.ok ? parsed.notes : parsed.problems);
}

/** Pieces that mean something in YAML or in a policy. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(...fullExample.split(/(?<=\n)|(?= )/)),
    fc.constantFrom(...'[]{}:,-?&*!|>\'"%@`#\n\t \r~<=/\\'.split('')),
    fc.constantFrom(
      ': ',
      '- ',
      '? ',
      '&a ',
      '*a',
      '<<: *a',
      '!!map',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '\uFEFF',
      '\u2028',
      '\0',
      '\uD800',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  ),
  { maxLength: 60 },
);

describe('no text', () => {
  it('makes the reader throw, or point outside of it', () => {
    fc.assert(
      fc.property(pieces, (parts) => judge(parts.join(''))),
      { numRuns: 1500 },
    );
  });

  it('that was a policy before a cut, a swap or an insertion does so either', () => {
    fc.assert(
      fc.property(fc.nat(fullExample.length), fc.nat(40), pieces, (at, length, parts) =>
        judge(fullExample.slice(0, at) + parts.join('').slice(0, 20) + fullExample.slice(at + length)),
      ),
      { numRuns: 400 },
    );
  });

  it('makes completion or hover throw', () => {
    fc.assert(
      fc.property(fc.nat(fullExample.length), fc.nat(40), pieces, (at, length, parts) => {
        const text = fullExample.slice(0, at) + parts.join('').slice(0, 20) + fullExample.slice(at + length);
        for (const { span } of completionsAt(text, Math.min(at, text.length))) {
          assert.ok(span.from >= 0 && span.from <= span.to && span.to <= text.length);
        }
        hoverAt(text, Math.min(at, text.length));
      }),
      { numRuns: 300 },
    );
  });

  const full = (unit: string) => unit.repeat(Math.floor(policyTextLimit / unit.length));
  const numbered = (make: (index: number) => string) => {
    let text = '';
    for (let index = 0; text.length < policyTextLimit - 60; index += 1) text += make(index);
    return text;
  };
  const bombs: Readonly<Record<string, string>> = {
    'nested lists': full('['),
    'nested maps': full('{a: '),
    'nested dashes': full('- '),
    'nested questions': full('? '),
    'deep indentation': Array.from({ length: 350 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    'many keys': numbered((index) => `k${index}:\n`),
    'many equal keys': full('version: 1\n'),
    'many aliases': `a: &a 1\n${full('- *a\n').slice(20)}`,
    'many anchors': full('&a '),
    'many documents': full('---\n'),
    'many quotes': full('"'),
    'bad escapes': `"${full('\\x').slice(2)}`,
    'many directives': full('%YAML 1.2\n'),
    'many services': `services:\n${numbered((index) => `- {name: s${index}, paths: [a]}\n`).slice(10)}`,
    'a long line of services': `services:\n${numbered((index) => `- {name: s${index}, paths: [a], dependsOn: [s${index + 1}]}\n`).slice(0, -10)}`,
    'white space': full(' '),
    'empty lines': full('\n'),
    comments: full('#\n'),
    'a long word': `preset: ${full('a').slice(10)}`,
    'a long branch': `productionBranch: ${full('a/').slice(30)}`,
    'a long glob': `security: {paths: [${full('*').slice(40)}]}`,
    'aliases of aliases': `security: &a
  paths: &b [${full('a,').slice(0, 3000)}]
services:
${numbered((index) => `- {name: s${index}, paths: *b, dependsOn: *b}\n`).slice(0, 40_000)}`,
  };
  for (const [what, text] of Object.entries(bombs)) {
    it(`takes a second: ${what}`, () => {
      // Of the processor, so that other work on the machine does not count.
      const start = process.cpuUsage();
      judge(text);
      const { user, system } = process.cpuUsage(start);
      const milliseconds = (user + system) / 1000;
      assert.ok(milliseconds < 1000, `${milliseconds} ms`);
    });
  }

  it('longer than a policy is read', () => {
    assert.deepEqual(told(`# ${'x'.repeat(50_000)}`), [
      '1:1 : The file has 50,002 characters. Expected at most 50,000.',
    ]);
    assert.deepEqual(completionsAt(`${'# x\n'.repeat(20_000)}a`, 80_001), []);
  });

  it('nested without end reaches what calls itself', () => {
    assert.match(told(`a: ${'['.repeat(40)}`).join(), /more than 32 lists and maps within each other/);
    assert.deepEqual(completionsAt(`a: ${'['.repeat(40)}`, 10), []);
  });
});
