import assert from 'node:assert/strict';
import { known, unknown, type Known } from '../../../src/core/known';
import { confirmLine, freezeOverrides, overrideLine } from '../../../src/core/policy/freezeOverride';
import type { FreezePolicy } from '../../../src/core/policy/policy';
import type { Comment } from '../../../src/core/release';
import { aComment, aPull, sha } from '../../builders';

const head = sha('c');
const until = Date.parse('2026-11-22T10:00Z');
const now = Date.parse('2026-11-21T12:00Z');
const asks = overrideLine(head, until, 'a fix for checkout');
const confirms = confirmLine(head, until);

function said(login: string, body: string, minute: number, change: Partial<Comment> = {}): Comment {
  const time = now - 3_600_000 + minute * 60_000;
  const author = { login, isBot: false };
  return aComment({
    id: String(100 + minute),
    author,
    insider: true,
    body,
    createdAt: time,
    updatedAt: time,
    url: '',
    ...change,
  });
}

function read(
  comments: readonly Comment[],
  {
    approvers = [],
    at = now,
    teams = {},
    pull = aPull(),
    requester = known(null),
  }: {
    readonly approvers?: readonly string[];
    readonly at?: number;
    readonly teams?: Readonly<Record<string, Known<readonly string[]>>>;
    readonly pull?: ReturnType<typeof aPull>;
    readonly requester?: Known<string | null>;
  } = {},
) {
  const policy: FreezePolicy = { timeZone: 'UTC', windows: [], deployHours: [], approvers };
  return freezeOverrides(comments, { pull, at, teams: new Map(Object.entries(teams)), requester }, policy);
}
const stateOf = (...args: Parameters<typeof read>) => read(...args).standing[0]?.state ?? 'none';
const refusals = (...args: Parameters<typeof read>) => read(...args).refused.map(({ text }) => text);
const ana = said('ana', asks, 1);

describe('an override of a freeze', () => {
  it('is written as it is read', () => {
    assert.equal(asks, `/release-review override-freeze at ${head} until 2026-11-22T10:00Z: a fix for checkout`);
    assert.equal(confirms, `/release-review confirm-freeze-override at ${head} until 2026-11-22T10:00Z`);
    assert.equal(overrideLine(head, until + 59_000, ' two\n lines '), `${asks.split(': ')[0] ?? ''}: two lines`);
  });

  it('waits for a second person, and is confirmed by one', () => {
    assert.equal(stateOf([ana]), 'waiting');
    const [found] = read([ana, said('bo', confirms, 2)]).standing;
    assert.equal(found?.state, 'confirmed');
    assert.equal(found.by, 'ana');
    assert.equal(found.reason, 'a fix for checkout');
    assert.equal(found.until, until);
    assert.equal(found.second?.author.login, 'bo');
  });

  it('may be asked for by the author of the pull request', () => {
    assert.equal(stateOf([said('iduarte', asks, 1), said('bo', confirms, 2)]), 'confirmed');
  });

  it('may stand among other words, and give its time with an offset and seconds', () => {
    const line = asks.replace('10:00Z', '12:00:00+02:00');
    assert.equal(
      stateOf([said('ana', `We must.\r\n\r\n${line}\r\nSorry.`, 1), said('bo', `Yes.\n${confirms}`, 2)]),
      'confirmed',
    );
  });

  for (const [who, comment, why] of [
    ['who asked', said('Ana', confirms, 2), /a second person must/],
    ['the author', said('IDuarte', confirms, 2), /the author of the pull request does not count/],
    ['a bot', said('b[bot]', confirms, 2, { author: { login: 'b[bot]', isBot: true } }), /is a bot/],
    ['an outsider', said('eve', confirms, 2, { insider: false }), /does not belong/],
    ['an edited comment', said('bo', confirms, 2, { updatedAt: now }), /was edited/],
    ['a comment about another head', said('bo', confirmLine(sha('a'), until), 2), /about another head \(aaaaaaa\)/],
    ['a comment that names nothing', said('bo', '/release-review confirm-freeze-override', 2), /cannot be read/],
    ['a short SHA', said('bo', confirms.replace(head, head.slice(0, 12)), 2), /cannot be read/],
    ['a comment with HTML', said('bo', `<blockquote>\n\n${confirms}\n\n</blockquote>`, 2), /holds HTML/],
    ['two commands', said('bo', `${confirms}\n${confirms}`, 2), /holds 2 commands/],
  ] as const) {
    it(`is not confirmed by ${who}`, () => {
      assert.equal(stateOf([ana, comment]), 'waiting');
      assert.match(refusals([ana, comment]).join('\n'), why);
    });
  }

  for (const [what, comment] of [
    ['of another time', said('bo', confirmLine(head, until + 86_400_000), 2)],
    ['before it', said('bo', confirms, 0)],
    ['in a quote', said('bo', `> ${confirms}`, 2)],
    ['in code', said('bo', `\`${confirms}\``, 2)],
    ['in a code block', said('bo', `\`\`\`\n${confirms}\n\`\`\``, 2)],
    ['in a list', said('bo', `- ${confirms}`, 2)],
    ['struck out', said('bo', `~~${confirms}~~`, 2)],
    ['in the middle of a line', said('bo', `I say ${confirms}`, 2)],
  ] as const) {
    it(`is not confirmed by one ${what}`, () => assert.equal(stateOf([ana, comment]), 'waiting'));
  }

  for (const [what, line] of [
    ['without a reason', asks.replace('a fix for checkout', ' ')],
    ['with dots for a reason', asks.replace('a fix for checkout', '...')],
    ['without a time', asks.replace('until 2026-11-22T10:00Z', '')],
    ['without a zone', asks.replace('10:00Z', '10:00')],
    ['on a day that does not exist', asks.replace('11-22', '02-30')],
    ['with a short SHA', asks.replace(head, head.slice(0, 7))],
    ['for another head', overrideLine(sha('a'), until, 'a fix')],
  ] as const) {
    it(`is none ${what}`, () => {
      const confirmed = said('bo', confirms, 2);
      assert.equal(stateOf([said('ana', line, 1), confirmed]), 'none');
      assert.equal(refusals([said('ana', line, 1), confirmed]).length, 1);
    });
  }

  it('is none by an outsider, a bot, or in an edited comment', () => {
    for (const change of [{ insider: false }, { author: { login: 'x[bot]', isBot: true } }, { updatedAt: now }]) {
      assert.equal(stateOf([said('ana', asks, 1, change), said('bo', confirms, 2)]), 'none');
    }
  });

  it('ends at its time', () => {
    const both = [ana, said('bo', confirms, 2)];
    assert.equal(stateOf(both, { at: until - 1 }), 'confirmed');
    assert.equal(stateOf(both, { at: until }), 'none');
    assert.equal(read(both, { at: until }).expired[0]?.by, 'ana');
  });

  it('did not hold before it was there', () => {
    assert.equal(stateOf([ana, said('bo', confirms, 2)], { at: now - 86_400_000 }), 'none');
  });

  it('is void for a new head', () => {
    const both = [ana, said('bo', confirms, 2)];
    assert.equal(stateOf(both, { pull: aPull({ headSha: sha('e') }) }), 'none');
  });

  it('is confirmed by the policy’s approvers only', () => {
    const both = [ana, said('bo', confirms, 2)];
    assert.equal(stateOf(both, { approvers: ['Bo'] }), 'confirmed');
    assert.equal(stateOf(both, { approvers: ['lea'] }), 'waiting');
    const approvers = ['Acme/Leads'];
    assert.equal(stateOf(both, { approvers, teams: { 'acme/leads': known(['BO']) } }), 'confirmed');
    assert.equal(stateOf(both, { approvers, teams: { 'acme/leads': known(['lea']) } }), 'waiting');
    assert.equal(stateOf(both, { approvers, teams: { 'acme/leads': unknown('403') } }), 'unknown');
    assert.match(read(both, { approvers }).standing[0]?.doubt ?? '', /members of @Acme\/Leads are not known/);
  });

  it('is not confirmed by who made a bot open the pull request', () => {
    const pull = aPull({ author: { login: 'r[bot]', isBot: true } });
    const both = [ana, said('bo', confirms, 2)];
    assert.equal(stateOf(both, { pull, requester: known('Bo') }), 'waiting');
    assert.equal(stateOf(both, { pull, requester: known('lea') }), 'confirmed');
    assert.equal(stateOf(both, { pull, requester: unknown('two names') }), 'unknown');
  });

  it('is confirmed by the first who may, whoever else tried', () => {
    const others = [said('iduarte', confirms, 2), said('lea', confirms, 3), said('bo', confirms, 4)];
    assert.equal(read([ana, ...others], { approvers: ['bo'] }).standing[0]?.second?.author.login, 'bo');
  });

  it('stands before one that only waits', () => {
    const later = until + 3_600_000;
    const more = [ana, said('bo', confirms, 2), said('ana', overrideLine(head, later, 'longer'), 3)];
    assert.deepEqual(
      read(more).standing.map(({ state }) => state),
      ['confirmed', 'waiting'],
    );
  });
});
