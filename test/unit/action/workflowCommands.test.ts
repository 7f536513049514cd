import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { workflowRunner } from '../../../src/cli/action/runner';
import { annotationLine, logLine, outputEntry } from '../../../src/cli/action/workflowCommands';
import { commandsIn } from './actionRun';

const wild = fc
  .array(
    fc.oneof(
      fc.constantFrom('::', ':', '##[', '#', '[', '%0A', '\n', '\r', '\u2028', ' ', 'error', '\u0085'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('a line of a log', () => {
  it('is one line and no command, whatever stands in it', () => {
    fc.assert(fc.property(wild, (text) => assert.deepEqual(commandsIn(logLine(text)), [])));
    assert.equal(logLine('a\n::error::b ##[add-mask]c'), 'a : :error: :b ## [add-mask]c');
  });
});

describe('an annotation', () => {
  it('is one command, whatever stands in it', () => {
    const property = fc.property(wild, (text) => {
      const line = annotationLine('error', text);
      assert.equal(line.split(/\r\n?|\n/).length, 1);
      const message = line.slice('::error title=Release Review::'.length);
      assert.doesNotMatch(message, /::|##\[|%(?!25)/);
    });
    fc.assert(property);
  });
});

describe('an output', () => {
  it('may have any lines but its delimiter', () => {
    assert.equal(outputEntry('a', 'b\nc', 'end'), 'a<<end\nb\nc\nend\n');
    assert.throws(() => outputEntry('a', 'the end', 'end'), /delimiter/);
  });
});

describe('what the Action writes', () => {
  const runner = (environment: Readonly<Record<string, string>>, lines: string[] = []) =>
    workflowRunner(environment, new AbortController().signal, (line) => void lines.push(line));

  it('never holds the token', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'release-review-runner-'));
    try {
      const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
      const lines: string[] = [];
      const written = runner({ INPUT_TOKEN: ' s3cret\n', GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary }, lines);
      written.log('the s3cret');
      written.annotate('error', 's3cret s3cret');
      await written.output('json', '"s3cret"');
      await written.summarise('s3cret\n');
      const files = await Promise.all([output, summary].map((path) => readFile(path, 'utf8')));
      assert.deepEqual(lines, ['the ***', '::error title=Release Review::*** ***']);
      assert.match(files[0] ?? '', /^json<<(end-[0-9a-f-]{36})\n"\*\*\*"\n\1\n$/);
      assert.equal(files[1], '***\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('goes nowhere without a workflow, which has no event either', async () => {
    const nowhere = runner({});
    await nowhere.output('a', 'b');
    await nowhere.summarise('c');
    assert.equal(await nowhere.event(), '{}');
  });

  it('needs the event that it is told of', async () => {
    await assert.rejects(
      runner({ GITHUB_EVENT_PATH: '/nowhere/event.json' }).event(),
      /GITHUB_EVENT_PATH names cannot be read/,
    );
  });
});
