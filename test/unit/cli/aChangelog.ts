import type { Changelog, Commit } from '../../../src/core/changelog/model';
import { known } from '../../../src/core/known';
import { sha } from '../../builders';

/** A commit in which nothing is `null` and no list is empty; the parts given replace its own. */
export function aCommit(parts: Partial<Commit> = {}): Commit {
  return {
    sha: sha('2'),
    subject: 'feat(cart)!: quantity (#7)',
    body: 'BREAKING CHANGE: none means none',
    type: 'feat',
    scope: 'cart',
    prefix: 'feat(cart)!: ',
    description: 'quantity',
    breaking: true,
    breakingText: 'none means none',
    pull: 7,
    authors: [{ name: 'Ada', email: 'ada@example.org', login: 'ada' }],
    coAuthors: [{ name: 'Bo', email: 'bo@example.org', login: 'bo' }],
    authoredAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    reverts: [sha('3')],
    revertedBy: sha('4'),
    issues: [{ text: 'acme/shop#12', number: 12, repository: 'acme/shop', closes: true }],
    bot: false,
    direct: false,
    directConfirmed: false,
    removed: false,
    merge: false,
    ...parts,
  };
}

/** A changelog in which nothing is unknown and no list is empty; the parts given replace its own. */
export function aChangelog(parts: Partial<Changelog> = {}): Changelog {
  const only = aCommit();
  return {
    range: { from: sha('1'), to: only.sha, direction: 'forward' },
    source: 'clone',
    complete: true,
    total: 1,
    commits: [only],
    sections: [{ id: 'breaking', title: 'Breaking changes', commits: [only.sha] }],
    pulls: [{ number: 7, title: 'quantity', commits: [only.sha] }],
    people: 2,
    areas: known([{ path: 'services/cart/', files: 3 }]),
    newcomers: known([{ name: 'Ada', login: 'ada', commits: [only.sha] }]),
    bots: [{ name: 'dependabot[bot]', commits: [only.sha] }],
    notes: ['A note.'],
    ...parts,
  };
}
