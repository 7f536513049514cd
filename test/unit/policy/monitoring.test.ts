import assert from 'node:assert/strict';
import fc from 'fast-check';
import { monitoringLine, readMonitoring, withMonitoring } from '../../../src/core/policy/monitoring';

const scheduled = (minutes: number, ...people: readonly string[]) => ({
  state: 'scheduled',
  period: { people, minutes },
});

describe('a scheduled monitoring period', () => {
  for (const [text, minutes, ...people] of [
    ['@ana, 30 minutes', 30, 'ana'],
    ['@ana, 30 min', 30, 'ana'],
    ['@ana, 90m', 90, 'ana'],
    ['@ana, 1 hour', 60, 'ana'],
    ['@ana, 1.5 h', 90, 'ana'],
    ['@ana, 1 h 30 min', 90, 'ana'],
    ['@ana, 1h30', 90, 'ana'],
    ['@ana, 2 hours and 15 minutes', 135, 'ana'],
    ['@ana for 45 mins', 45, 'ana'],
    ['@ana: 45 minutes', 45, 'ana'],
    ['@ana and @bo, 30 minutes', 30, 'ana', 'bo'],
    ['@ana, @bo and @cem-y, 30 minutes', 30, 'ana', 'bo', 'cem-y'],
    ['@ana_acme, 30 minutes', 30, 'ana_acme'],
    ['@ana, 30 minutes (on the dashboard)', 30, 'ana'],
    ['@ana, 30 minutes. Then @bo takes over.', 30, 'ana'],
  ] as const) {
    it(`reads "${text}"`, () => {
      assert.deepEqual(readMonitoring(`Post-deploy monitoring: ${text}`), scheduled(minutes, ...people));
    });
  }

  for (const line of [
    '- Post-deploy monitoring: @ana, 30 minutes',
    '1. post-deploy Monitoring: @ana, 30 minutes',
    '- [x] Post-deploy monitoring: @ana, 30 minutes',
    '**Post-deploy monitoring:** @ana, 30 minutes',
    '*Post-deploy monitoring*: @ana, 30 minutes',
    'First this.\nPost-deploy monitoring: @ana, 30 minutes\nThen that.',
    'Post-deploy monitoring: @ana, 30 minutes <!-- at least -->',
    'Post-deploy monitoring: [@ana](https://github.com/ana), 30 minutes',
  ]) {
    it(`stands in ${JSON.stringify(line)}`, () => {
      assert.deepEqual(readMonitoring(`## Notes\r\n\r\n${line}\r\n`), scheduled(30, 'ana'));
    });
  }

  for (const [what, body] of [
    ['a comment', '<!--\nPost-deploy monitoring: @ana, 30 minutes\n-->'],
    ['a comment within a line', 'So: <!-- \nPost-deploy monitoring: @ana, 30 minutes --> yes'],
    ['a code block', '```\nPost-deploy monitoring: @ana, 30 minutes\n```'],
    ['an indented code block', 'a\n\n    Post-deploy monitoring: @ana, 30 minutes'],
    ['code', '`Post-deploy monitoring: @ana, 30 minutes`'],
    ['code over two lines', 'x `y\nPost-deploy monitoring: @ana, 30 minutes` z'],
    ['a quote', '> Post-deploy monitoring: @ana, 30 minutes'],
    ['struck-out text', '~~Post-deploy monitoring: @ana, 30 minutes~~'],
    ['a heading', '# Post-deploy monitoring: @ana, 30 minutes'],
    ['an open task', '- [ ] Post-deploy monitoring: @ana, 30 minutes'],
    ['the checklist item', '- [x] Post-deploy monitoring has been scheduled per the incident response policy.'],
    ['a table', '| a |\n|---|\n| Post-deploy monitoring: @ana, 30 minutes |'],
    ['an HTML tag', '<code>Post-deploy monitoring: @ana, 30 minutes</code>'],
    ['the middle of a line', 'See Post-deploy monitoring: @ana, 30 minutes'],
  ] as const) {
    it(`is not found in ${what}`, () => assert.deepEqual(readMonitoring(body), { state: 'none' }));
  }

  for (const [text, lacks] of [
    ['Ana, 30 minutes', 'a person'],
    ['@login, 30 minutes', 'a person'],
    ['@acme/sre, 30 minutes', 'a person'],
    ['30 minutes', 'a person'],
    ['@ana', 'a period'],
    ['@ana, soon', 'a period'],
    ['@ana, 30', 'a period'],
    ['@ana, 30 days', 'a period'],
    ['@ana, 10 to 60 minutes', 'a period'],
    ['@ana, 30 minutes or so', 'a period'],
  ] as const) {
    it(`is not clear with "${text}", which lacks ${lacks}`, () => {
      const read = readMonitoring(`Post-deploy monitoring: ${text}`);
      assert.ok(read.state === 'unclear');
      assert.match(read.problem, new RegExp(`does not name ${lacks}`));
      assert.ok(read.problem.includes(text));
    });
  }

  it('is no answer when it stands there twice', () => {
    const line = 'Post-deploy monitoring: @ana, 30 minutes';
    assert.deepEqual(readMonitoring(`${line}\n\n- ${line}`), { state: 'several', count: 2 });
  });
});

describe('recording a monitoring period', () => {
  const period = { people: ['bo', 'cem'], minutes: 45 };
  const line = 'Post-deploy monitoring: @bo and @cem, 45 minutes';
  const put = (body: string) => {
    const result = withMonitoring(body, period);
    assert.ok(result.ok, result.ok ? '' : result.reason);
    return result.body;
  };

  it('is written as it is read', () => assert.equal(monitoringLine(period), line));

  it('adds a section at the end', () => {
    assert.equal(put('## Summary\n\nA.'), `## Summary\n\nA.\n\n## Monitoring\n\n${line}\n`);
    assert.equal(put('A.\r\n'), `A.\r\n\r\n## Monitoring\r\n\r\n${line}\r\n`);
    assert.equal(put(''), `## Monitoring\n\n${line}\n`);
  });

  it('uses the section that is there', () => {
    assert.equal(put('## Monitoring\n\nWe look.\n'), `## Monitoring\n\n${line}\n\n\nWe look.\n`);
    assert.equal(put('Monitoring\n---\n'), `Monitoring\n---\n\n${line}\n\n`);
  });

  it('changes the line that is there, and nothing else of it', () => {
    const before = 'a\n\n  * **Post-deploy monitoring:** @ana, 30 minutes (on the dashboard)\n* b';
    assert.equal(put(before), `a\n\n  * ${line} (on the dashboard)\n* b`);
    assert.equal(put('Post-deploy monitoring: somebody?\nb'), `${line}\nb`);
    assert.equal(put('- [x] Post-deploy monitoring: @ana, 5 m\r\n- [ ] b'), `- [x] ${line}\r\n- [ ] b`);
  });

  it('refuses where it could not be read back', () => {
    const open = withMonitoring('```\ncode', period);
    assert.ok(!open.ok && open.reason.includes('never closed'));
    const twice = withMonitoring(`${line}\n\n${line}`, period);
    assert.ok(!twice.ok && twice.reason.includes('more than one line'));
  });

  const fragments = fc.constantFrom(
    'text',
    'Post-deploy monitoring: @ana, 30 minutes',
    '**Post-deploy monitoring:** nobody',
    '## Monitoring',
    '```',
    '<!--',
    '-->',
    '> ',
    '- ',
    '  ',
    '`',
    '\t',
    '\n',
    '\r\n',
    '\n\n',
    '[x] ',
    '1. ',
    '---',
    '~~',
    '<div>',
    'é😀',
  );
  const bodies = fc.array(fragments, { maxLength: 14 }).map((parts) => parts.join(''));
  const periods = fc.record({
    people: fc.uniqueArray(fc.constantFrom('ana', 'bo', 'cem-y', 'd_acme'), { minLength: 1, maxLength: 3 }),
    minutes: fc.integer({ min: 1, max: 9_999 }),
  });

  it('is read back, leaves every other byte, and is stable', () => {
    fc.assert(
      fc.property(bodies, periods, (body, wanted) => {
        const result = withMonitoring(body, wanted);
        if (!result.ok) return;
        const { people, minutes } = wanted;
        assert.deepEqual(readMonitoring(result.body), scheduled(minutes, ...people));
        const again = withMonitoring(result.body, wanted);
        assert.ok(again.ok && again.body === result.body);
        // What is left when both sides' common ends are taken away is one line at most.
        const [start, end] = commonEnds(body, result.body);
        assert.ok(!/[\r\n]/.test(body.slice(start, body.length - end)), JSON.stringify([body, result.body]));
      }),
      { numRuns: 1_000 },
    );
  });
});

function commonEnds(a: string, b: string): readonly [number, number] {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return [start, end];
}
