import assert from 'node:assert/strict';
import { changelogJson, changelogJsonPieces } from '../../../src/cli/changelogJson';
import { gatesJson } from '../../../src/cli/gatesJson';
import { gatesText } from '../../../src/cli/gatesText';
import { jsonPieces, jsonText } from '../../../src/cli/jsonText';
import { known, unknown } from '../../../src/core/known';
import type { PolicySource } from '../../../src/core/policy/policySource';
import { readPin } from '../../../src/core/versionFile';
import { aCheck, aLabel, aPull, aRelease, sha } from '../../builders';
import { aChangelog, aCommit } from './aChangelog';

describe('the changelog as JSON', () => {
  it('says of each commit what is known of it, and of the range what it is', () => {
    assert.deepEqual(changelogJson(aChangelog()), {
      version: 1,
      range: { from: sha('1'), to: sha('2'), direction: 'forward' },
      source: 'clone',
      complete: true,
      total: 1,
      commits: [
        {
          sha: sha('2'),
          subject: 'feat(cart)!: quantity (#7)',
          type: 'feat',
          scope: 'cart',
          breaking: true,
          breakingText: 'none means none',
          pull: 7,
          authors: [{ name: 'Ada', email: 'ada@example.org', login: 'ada' }],
          coAuthors: [{ name: 'Bo', email: 'bo@example.org', login: 'bo' }],
          reverts: [sha('3')],
          revertedBy: sha('4'),
          issues: [{ text: 'acme/shop#12', number: 12, repository: 'acme/shop', closes: true }],
          bot: false,
          direct: false,
          directConfirmed: false,
          removed: false,
          merge: false,
          authoredAt: '2026-01-02T03:04:05Z',
        },
      ],
      sections: [{ id: 'breaking', title: 'Breaking changes', commits: [sha('2')] }],
      pulls: [{ number: 7, title: 'quantity', commits: [sha('2')] }],
      people: 2,
      areas: [{ path: 'services/cart/', files: 3 }],
      newcomers: [{ name: 'Ada', login: 'ada', commits: [sha('2')] }],
      bots: [{ name: 'dependabot[bot]', commits: [sha('2')] }],
      notes: ['A note.'],
    });
  });

  it('gives null for what is not known, never an empty list', () => {
    const { total, areas, newcomers } = changelogJson(
      aChangelog({ total: null, areas: unknown('not read'), newcomers: unknown('a shallow clone') }),
    );
    assert.deepEqual({ total, areas, newcomers }, { total: null, areas: null, newcomers: null });
  });

  it('gives no time that the calendar of RFC 3339 does not have', () => {
    const timeOf = (authoredAt: number): unknown =>
      changelogJson(aChangelog({ commits: [aCommit({ authoredAt })] })).commits[0]?.authoredAt;
    assert.equal(timeOf(0), '1970-01-01T00:00:00Z');
    assert.equal(timeOf(Date.UTC(9999, 11, 31, 23, 59, 59)), '9999-12-31T23:59:59Z');
    assert.equal(timeOf(Date.UTC(10_000, 0)), null);
    assert.equal(timeOf(-8.64e15), null);
    assert.equal(timeOf(Number.NaN), null);
  });

  it('is the same in pieces, one commit to a line', () => {
    const commits = Array.from({ length: 500 }, (_, index) => aCommit({ subject: `${index} \u202E\n\u{E0041}` }));
    const changelog = aChangelog({ commits, notes: [] });
    const pieces = [...changelogJsonPieces(changelog)];
    const text = pieces.join('');
    assert.deepEqual(JSON.parse(text), changelogJson(changelog));
    assert.ok(pieces.length > 2);
    assert.equal(text.split('\n').filter((line) => /^ {4}\{"sha":.*\},?$/.test(line)).length, 500);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});

describe('JSON in pieces', () => {
  it('means the same as the document', () => {
    const document = { a: 1, b: [], c: [[], { d: [1] }, null], e: { f: [] }, g: null, 'h"': 'x' };
    assert.deepEqual(JSON.parse([...jsonPieces(document)].join('')), document);
    assert.equal([...jsonPieces({})].join(''), '{}\n');
  });
});

describe('JSON text', () => {
  it('means the same, and holds nothing that a terminal hides or obeys', () => {
    const document = { text: 'a\u202Eb\u009Bc\u001B[2Jd\u2028e\u{E0041}f 👩‍💻', emoji: '✅' };
    const text = jsonText(document);
    assert.deepEqual(JSON.parse(text), document);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    assert.match(text, /✅/);
  });
});

describe('the gates as JSON', () => {
  it('name the subject, the risk and the verdict', () => {
    const { gates, ...rest } = gatesJson(aRelease());
    assert.deepEqual(rest, {
      version: 1,
      repository: 'acme/shop',
      pull: 412,
      state: 'open',
      head: sha('c'),
      previous: sha('1'),
      proposed: sha('2'),
      risk: 'low',
      verdict: 'ready',
      policy: { source: 'default', tip: sha('b'), problems: [] },
    });
    assert.deepEqual(
      gates.map(({ id }) => id),
      aRelease().gates.map(({ id }) => id),
    );
  });

  it('give null for versions that are not one SHA or not known, and for a risk that is not one', () => {
    const release = aRelease({
      pull: aPull({ labels: [aLabel('risk: low'), aLabel('risk: high')] }),
      previous: unknown('GitHub answered 502'),
      proposed: known(readPin('main\n')),
    });
    const { previous, proposed, risk, verdict } = gatesJson(release);
    assert.deepEqual(
      { previous, proposed, risk, verdict },
      { previous: null, proposed: null, risk: null, verdict: 'open' },
    );
  });

  it('carry evidence and the next step with its address', () => {
    const url = 'https://ci.example/9';
    const { gates } = gatesJson(aRelease({ checks: known([aCheck({ state: 'failure', url })]) }));
    const checks = gates.find(({ id }) => id === 'checks');
    assert.deepEqual(checks?.evidence, [{ text: 'ci / unit: failure', state: 'fail', url, sha: null }]);
    assert.deepEqual(checks.action, { kind: 'open-url', url });
    assert.equal(gates.find(({ id }) => id === 'scope')?.advisory, true);
  });
});

const brokenPolicy = {
  kind: 'broken',
  tip: sha('b'),
  problems: [
    { ...place(2, 19), path: 'security.paths', message: 'Expected a list of globs.', fix: null },
    { ...place(3, 1), path: '', message: '"\u202Ereviewers" is not one of the keys.\nMean it?', fix: null },
  ],
} as const;

function place(line: number, column: number) {
  return { line, column, endLine: line, endColumn: column + 1 };
}

describe('what the gates were judged by', () => {
  it('is told as JSON with the place of each problem, and without a commit where it could not be read', () => {
    const policyOf = (policySource: PolicySource) => gatesJson({ ...aRelease(), policySource }).policy;
    assert.deepEqual(policyOf(brokenPolicy), {
      source: 'broken',
      tip: sha('b'),
      problems: [
        { line: 2, column: 19, path: 'security.paths', message: 'Expected a list of globs.' },
        { line: 3, column: 1, path: '', message: '"\u202Ereviewers" is not one of the keys.\nMean it?' },
      ],
    });
    assert.deepEqual(policyOf({ kind: 'file', tip: sha('b') }), { source: 'file', tip: sha('b'), problems: [] });
    assert.deepEqual(policyOf({ kind: 'unreadable', reason: '502' }), {
      source: 'unreadable',
      tip: null,
      problems: [],
    });
  });

  it('is told as text, a line for each problem', () => {
    const linesOf = (policySource: PolicySource) => {
      const lines = gatesText({ ...aRelease(), policySource })
        .trimEnd()
        .split('\n');
      return lines.slice(lines.indexOf('') + 1, -1);
    };
    assert.deepEqual(linesOf({ kind: 'file', tip: sha('b') }), ['Policy: .github/release-review.yml at bbbbbbb']);
    assert.deepEqual(linesOf(brokenPolicy), [
      'Policy: .github/release-review.yml at bbbbbbb is broken',
      '  line 2, column 19: Expected a list of globs.',
      '  line 3, column 1: "‹U+202E›reviewers" is not one of the keys. Mean it?',
    ]);
    assert.deepEqual(linesOf({ kind: 'unreadable', reason: 'GitHub answered 502.' }), [
      'Policy: could not be read: GitHub answered 502',
    ]);
  });
});

/** The gates of a plain release that count. */
function counted(): number {
  return aRelease().gates.filter(({ advisory, state }) => !advisory && state !== 'not-applicable').length;
}

describe('the gates as text', () => {
  it('are one line each, then the policy and the verdict', () => {
    const lines = gatesText(aRelease()).trimEnd().split('\n');
    assert.equal(lines.length, aRelease().gates.length + 3);
    assert.match(lines[0] ?? '', /^pass {12}Proposed SHA: 2222222 is a commit/);
    assert.equal(lines.at(-2), 'Policy: default');
    assert.equal(lines.at(-1), `acme/shop#412 is ready: all ${counted()} gates passed.`);
  });

  it('name what is open, and count what could not be judged apart', () => {
    const open = gatesText(aRelease({ pull: aPull({ labels: [], state: 'closed' }) }));
    const of = `1 of ${counted()} gates`;
    assert.ok(open.endsWith(` is not ready: ${of} open (Risk label). The pull request is closed.\n`), open);
    const unread = gatesText(aRelease({ reviews: unknown('GitHub answered 502.') }));
    assert.ok(unread.endsWith(` is cannot tell: ${of} could not be judged (Approval).\n`), unread);
  });

  it('let foreign text neither break its line nor hide', () => {
    const label = aLabel('risk: low');
    const release = aRelease({ reviews: unknown('evil\npass  Approval: 9 of 1\u202E\u001B[2J') });
    const text = gatesText({ ...release, risk: { level: 'low', labels: [label.name] } });
    assert.equal(text.trimEnd().split('\n').length, release.gates.length + 3);
    assert.match(text, /evil pass Approval: 9 of 1‹U\+202E›‹U\+001B›\[2J/);
  });
});
