import assert from 'node:assert/strict';
import { fold, matches, parseFilter, searchable } from '../../media/panel/changelog/filter';
import type { CommitView } from '../../src/views/panel/protocol';
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
  marks: [],
};
const direct: CommitView = {
  ...commit,
  pull: null,
  breaking: false,
  breakingText: null,
  type: 'fix',
  marks: [directMark],
};

const finds = (filter: string, where: CommitView = commit): boolean =>
  matches(parseFilter(filter), searchable(where, 'Checkout limits'));

describe('the changelog filter', () => {
  it('is met by everything while it is empty or a field waits for its value', () => {
    for (const text of ['', '   ', 'type:', 'author: ', '-', '-type:', '""', 'scope:""']) assert.ok(finds(text), text);
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
    assert.ok(!finds('is:direct', { ...direct, marks: [] }), 'a merge, say, needs no pull request of its own');
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
    const filter = parseFilter('path:src/api type:fix');
    assert.deepEqual(filter.unknown, ['path']);
    assert.deepEqual(
      filter.terms.map(({ field, value }) => [field, value]),
      [
        [null, 'path:src/api'],
        ['type', 'fix'],
      ],
    );
  });

  it('folds case and accents', () => {
    assert.equal(fold('ÅRHUS Inês'), 'arhus ines');
  });
});
