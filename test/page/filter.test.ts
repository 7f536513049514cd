import assert from 'node:assert/strict';
import {
  fold,
  hasTerm,
  matches,
  parseFilter,
  pathTerms,
  searchable,
  termOf,
  toggledTerm,
} from '../../media/panel/changelog/filter';
import type { CommitView } from '../../src/views/panel/changelogViews';
import { directMark } from './changelogs';

const commit: CommitView = {
  sha: 'abc1234'.padEnd(40, '0'),
  short: 'abc1234',
  type: 'feat',
  scope: 'checkout',
  text: 'limit attempts per card',
  author: 'Inês Duarte',
  coAuthors: ['Omar Haddad'],
  at: 0,
  pull: 2304,
  breaking: true,
  breakingText: 'Clients get 422.',
  issues: [],
  direct: false,
  bot: null,
  firstTime: false,
  merge: false,
  marks: [],
};
const direct: CommitView = {
  ...commit,
  pull: null,
  breaking: false,
  breakingText: null,
  type: 'fix',
  direct: true,
  marks: [directMark],
};

const finds = (filter: string, where: CommitView = commit): boolean =>
  matches(parseFilter(filter), searchable(where, 'Checkout limits'));

describe('the changelog filter', () => {
  it('is met by everything while it is empty or a field waits for its value', () => {
    for (const text of [
      '',
      '   ',
      'type:',
      'author: ',
      '-',
      '-type:',
      '""',
      'scope:""',
      'pull:#',
      '-pull:#',
      'issue:#',
      '#',
      '-#',
    ])
      assert.ok(finds(text), text);
  });

  it('finds words anywhere in the commit, in any order and case, with or without accents', () => {
    for (const text of ['card LIMIT', 'ines', 'INÊS', 'omar', 'clients 422', 'checkout limits', 'abc12', 'feat']) {
      assert.ok(finds(text), text);
    }
    assert.ok(!finds('card missing'));
  });

  it('takes quoted words as one, and an open quote to the end', () => {
    assert.ok(finds('"attempts per"'));
    assert.ok(!finds('"per attempts"'));
    assert.ok(finds('author:"ines dua'));
    assert.ok(!finds('author:"duarte ines"'));
  });

  it('looks at one field where one is named', () => {
    for (const text of [
      'type:feat',
      'type:fe',
      'TYPE:FEAT',
      'scope:check',
      'author:haddad',
      'sha:abc1',
      'pull:2304',
      'is:breaking',
    ]) {
      assert.ok(finds(text), text);
    }
    for (const text of ['type:eat', 'scope:card', 'author:limit', 'pull:230', 'sha:bc1', 'is:direct']) {
      assert.ok(!finds(text), text);
    }
    assert.ok(finds('is:direct', direct));
    assert.ok(!finds('is:direct', { ...direct, direct: false }), 'a merge, say, needs no pull request of its own');
  });

  it('tells kinds of commits apart', () => {
    const issues = [{ text: '#77', closes: true, intent: null }];
    const reverted = { text: 'reverted by abc1234', tone: 'dim' as const };
    const kinds: readonly (readonly [string, Partial<CommitView>])[] = [
      ['is:bot', { bot: 'renovate[bot]' }],
      ['is:first', { firstTime: true }],
      ['is:reverted', { marks: [reverted] }],
      ['is:issue', { issues }],
      ['issue:77', { issues }],
      ['issue:#77', { issues }],
      ['#77', { issues }],
      ['renovate', { bot: 'renovate[bot]' }],
    ];
    for (const [text, change] of kinds) {
      assert.ok(finds(text, { ...commit, ...change }), text);
      assert.ok(!finds(text), text);
    }
  });

  it('finds a whole SHA, pasted as it is', () => {
    assert.ok(finds(commit.sha));
    assert.ok(!finds(commit.sha.replace('abc1234', 'abc1235')));
  });

  it('reads paths in any case but letter by letter, for the host to look for', () => {
    const filter = parseFilter('path:Services/Café -path:"a b" card');
    assert.deepEqual(
      pathTerms(filter).map(({ value, negated }) => [value, negated]),
      [
        ['services/café', false],
        ['a b', true],
      ],
    );
    assert.ok(finds('path:anything card'), 'what they touch is not known here');
    assert.ok(!finds('path:anything missing'));
  });

  it('is changed by buttons that put a condition in and take it out', () => {
    assert.equal(toggledTerm('card', 'is:breaking'), 'card is:breaking');
    assert.equal(toggledTerm('card IS:breaking type:feat', 'is:breaking'), 'card type:feat');
    assert.ok(hasTerm('card is:breaking', 'is:breaking') && !hasTerm('card', 'is:breaking'));
    const spaced = termOf('path', 'my services/cart/');
    assert.equal(spaced, 'path:"my services/cart/"');
    assert.equal(toggledTerm(toggledTerm('card', spaced), spaced), 'card');
  });

  it('takes #12 for the pull request of that number', () => {
    assert.ok(finds('#2304'));
    assert.ok(!finds('#230'));
    assert.ok(!finds('#2304', direct));
  });

  it('leaves out what a minus stands before', () => {
    assert.ok(!finds('-type:feat'));
    assert.ok(finds('-type:fix card'));
    assert.ok(!finds('-card'));
    assert.ok(finds('-"per attempts"'));
    assert.ok(!finds('-#2304'));
  });

  it('says which names it does not know, and searches them as text', () => {
    const filter = parseFilter('file:src/api type:fix');
    assert.deepEqual(filter.unknown, ['file:']);
    assert.deepEqual(
      filter.terms.map(({ field, value }) => [field, value]),
      [
        [null, 'file:src/api'],
        ['type', 'fix'],
      ],
    );
  });

  it('says which kinds it does not know, and searches them as text', () => {
    const filter = parseFilter('is:merged -is:bor is:br is:first');
    assert.deepEqual(filter.unknown, ['is:merged', 'is:bor']);
    assert.deepEqual(
      filter.terms.map(({ field, value, negated }) => [field, value, negated]),
      [
        [null, 'is:merged', false],
        [null, 'is:bor', true],
        ['is', 'br', false],
        ['is', 'first', false],
      ],
    );
  });

  it('does not take whoever merged what others wrote for an author', () => {
    const merge = searchable({ ...commit, merge: true }, 'Checkout limits', true);
    for (const text of ['author:ines', 'ines']) assert.ok(!matches(parseFilter(text), merge), text);
    for (const text of ['author:omar', 'card', 'is:breaking']) assert.ok(matches(parseFilter(text), merge), text);
    assert.ok(finds('author:ines', { ...commit, merge: true }), 'a merge that came alone has no other author');
  });

  it('folds case and accents', () => {
    assert.equal(fold('ÅRHUS Inês'), 'arhus ines');
  });
});
