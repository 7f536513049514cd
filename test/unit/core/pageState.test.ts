import assert from 'node:assert/strict';
import { unknown } from '../../../src/core/known';
import { shownOf } from '../../../src/core/shown';
import type { ReleaseSnapshot } from '../../../src/core/snapshot';
import { CarriedViews } from '../../../src/views/panel/carriedViews';
import { pageState } from '../../../src/views/panel/pageState';
import type { PageState } from '../../../src/views/panel/protocol';
import { aComment, aLabel, aPull, aRelease, aReview, repository, reviewer, sha } from '../../builders';
import { known } from '../../../src/core/known';

function page(release: ReleaseSnapshot, shown = shownOf(release)): PageState {
  const entry = { repository, snapshot: null, problem: null, refreshing: false };
  return pageState({
    entry,
    release,
    contents: { state: 'loading', progress: null },
    shown,
    carried: new CarriedViews(null),
  });
}

const action = (state: PageState, id: string) => state.actions.find((each) => each.id === id);

describe('the state of the page', () => {
  it('says in one line what is open, each with its next step', () => {
    const state = page(aRelease({ pull: aPull({ labels: [] }), reviews: known([]) }));
    assert.equal(state.verdict?.word, 'Not ready');
    assert.equal(state.verdict.summary, '2 of 7 gates open:');
    assert.deepEqual(
      state.verdict.links.map((link) => [link.text, link.intent?.kind]),
      [
        ['set the risk', 'focus'],
        ['approvals: 0 of 1', 'approve'],
      ],
    );
  });

  it('tells ready from not being able to tell', () => {
    assert.equal(page(aRelease()).verdict?.word, 'Ready');
    assert.equal(page(aRelease({ checks: unknown('502') })).verdict?.word, 'Cannot tell');
  });

  it('offers no decision to the author, with the reason', () => {
    const own = aRelease({ pull: aPull({ author: { login: reviewer.login, isBot: false } }) });
    assert.match(action(page(own), 'approve')?.disabled ?? '', /You opened this pull request/);
  });

  it('offers no second approval of the same head, and a denial still', () => {
    const approved = aRelease({ reviews: known([aReview({ author: { login: reviewer.login, isBot: false } })]) });
    assert.equal(action(page(approved), 'approve')?.disabled, 'You approved this head.');
    assert.equal(action(page(approved), 'deny')?.disabled, null);
  });

  it('holds decisions back until a change has been acknowledged, and names it', () => {
    const now = aRelease({ pull: aPull({ headSha: sha('d') }) });
    const state = page(now, shownOf(aRelease()));
    assert.deepEqual(state.banners[0]?.details, ['Its head moved from ccccccc to ddddddd.']);
    assert.equal(action(state, 'approve')?.disabled, 'The release changed since you looked.');
  });

  it("does not take the reviewer's own label for a change", () => {
    const state = page(aRelease({ pull: aPull({ labels: [aLabel('risk: high')] }) }), shownOf(aRelease()));
    assert.deepEqual(state.banners, []);
  });

  it("marks a bot's comment as support, and quotes what it suggests", () => {
    const state = page(aRelease({ comments: known([aComment()]) }));
    assert.equal(state.comments[0]?.note, 'decision support, not a decision');
    assert.equal(state.risk?.suggestion?.text, '@release-advisor[bot] suggests low.');
  });

  it('says why boxes and labels are off for an account that may only read', () => {
    const state = page({ ...aRelease(), permission: 'read' });
    assert.match(state.checklist?.disabled ?? '', /write access/);
    assert.match(state.risk?.disabled ?? '', /setting a label needs triage access/);
  });
});
