import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { commit, range } from './historyBuilder';

/** `Name <address>`, and the forge's login where the source knows it. */
type Spelling = readonly [name: string, email: string, login?: string];

/** How many people wrote a range: one commit by each spelling, and one with the spellings that a trailer can hold. */
function countOf(...spellings: readonly Spelling[]): number {
  const commits = spellings.map(([authorName, authorEmail, login], place) =>
    commit(String(place), 'fix: a', [String(place + 1)], { authorName, authorEmail, authorLogin: login ?? null }),
  );
  const trailers = spellings
    .filter(([, , login]) => login === undefined)
    .map(([name, email]) => `Co-authored-by: ${name} <${email}>`);
  const together = commit('all', `fix: b\n\n${trailers.join('\n')}`, ['0'], { authorName: '', authorEmail: '' });
  const { people } = buildChangelog(range([together, ...commits]));
  assert.equal(buildChangelog(range([together, ...commits].reverse())).people, people, 'the order does not matter');
  return people;
}

const ada: Spelling = ['Ada', 'ada@example.org'];

describe('buildChangelog: people', () => {
  it('leaves out what is called a bot by name, login or address', () => {
    const bots: readonly Spelling[] = [
      ['dependabot[bot]', '49699333+dependabot[bot]@users.noreply.github.com'],
      ['renovate[BOT]', 'bot@renovateapp.com'],
      ['PatchUp', '73610968+patchup[bot]@users.noreply.github.com'],
      ['PatchUp', 'patchup[bot]@users.noreply.github.example.com'],
      ['Roller', 'roller@example.org', 'roller[bot]'],
    ];
    for (const bot of bots) assert.equal(countOf(ada, bot), 1, bot.join(' '));
    assert.equal(countOf(...bots), 0);
  });

  it('leaves out well-known automation', () => {
    const automation: readonly Spelling[] = [
      ['Copilot', '198982749+Copilot@users.noreply.github.com'],
      ['Copilot Autofix powered by AI', '175728472+Copilot@users.noreply.github.com'],
      ['Claude', 'noreply@anthropic.com'],
      ['Claude', 'claude@ci.example.org'],
      ['Claude Opus 4.6 (1M context)', 'noreply@anthropic.com'],
      ['Claude Sonnet 4.6', 'someone+agent@example.org'],
      ['dependabot', 'support@dependabot.com'],
      ['Renovate Bot', 'renovate@example.org'],
      ['GitHub Actions', 'actions@github.com'],
      ['CI', 'action@github.com'],
      ['Amp', 'amp@ampcode.com'],
      ['github-merge-queue', '118344674+github-merge-queue@users.noreply.github.com'],
      ['GitHub', 'noreply@github.com'],
      ['web-flow', ''],
      ['Someone', 'x@example.org', 'web-flow'],
    ];
    for (const spelling of automation) assert.equal(countOf(ada, spelling), 1, spelling.join(' '));
  });

  it('counts people whose names only look like that', () => {
    const people: readonly Spelling[] = [
      ['Claude Monet', 'claude@example.org'],
      ['Claudette', 'noreply@example.org'],
      ['Jan Bot', 'jan@example.org'],
      ['Abbott', '1+abbott@users.noreply.github.com'],
      ['Renovate the House', 'r@example.org'],
    ];
    for (const person of people) assert.equal(countOf(ada, person), 2, person.join(' '));
  });

  it("folds the two forms of a GitHub noreply address, and the forge's login with them", () => {
    assert.equal(
      countOf(['Ivo', '17+Teleivo@users.noreply.github.com'], ['ivo2', 'teleivo@users.noreply.github.com']),
      1,
    );
    assert.equal(countOf(['Ivo', '17+teleivo@users.noreply.github.com'], ['I. U.', 'ivo@example.org', 'Teleivo']), 1);
    assert.equal(countOf(['a', 'a@example.org', 'teleivo'], ['b', 'b@example.org', 'teleivo']), 1);
    assert.equal(countOf(['a', '1+a@users.noreply.github.com'], ['b', '1+b@users.noreply.github.com']), 2);
    assert.equal(countOf(['a', '1+a@example.org'], ['b', 'a@example.org']), 2, 'plus addresses elsewhere are kept');
  });

  it('folds the addresses of one name when one of them is a GitHub noreply address', () => {
    const work: Spelling = ['Jenny Shen', 'jenny@work.example'];
    const home: Spelling = ['jenny shen', 'jenny@home.example'];
    const hidden: Spelling = ['Jenny Shen', '42+jenshenny@users.noreply.github.com'];
    assert.equal(countOf(work, hidden), 1);
    assert.equal(countOf(work, home, hidden), 1);
    assert.equal(countOf(work, home), 2, 'a name alone does not make one person');
    assert.equal(countOf(work, hidden, ['jenshenny', 'jenshenny@users.noreply.github.com'], ada), 2);
    assert.equal(countOf(['', 'a@example.org'], ['', '1+b@users.noreply.github.com']), 2, 'no name is no name');
  });
});
