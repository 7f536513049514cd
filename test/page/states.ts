import type { GateView, PageState } from '../../src/views/panel/protocol';
import { highlights, hostileHighlights, noHighlights } from './migrations';
import { comment, description, gates, health, hostile, paragraph, words } from './releaseParts';

const hour = 3_600_000;
const now = Date.now();

/** An open release with everything on it and three gates open. */
export const openRelease: PageState = {
  persisted: { version: 1, repository: 'github.com/acme/shop', pull: 412 },
  phase: 'ready',
  header: {
    repository: 'acme/shop',
    branch: 'production',
    number: 412,
    title: 'Release 2026-11-20: checkout limits, faster search',
    author: 'Ines Duarte',
    openedAt: now - 2 * hour,
    state: 'open',
    live: {
      caption: 'live now',
      text: '8c1f0aa',
      valid: true,
      sha: '8c1f0aa'.padEnd(40, '0'),
      subject: 'Merge pull request #2251 from acme/price-rounding',
      notes: [{ text: 'healthy', tone: 'ok' }],
    },
    proposed: {
      caption: 'would ship',
      text: 'd4e5f6a',
      valid: true,
      sha: 'd4e5f6a'.padEnd(40, '0'),
      subject: 'Search suggestions in two languages (#2288)',
      notes: [{ text: 'CI green', tone: 'ok' }, { text: 'in beta 26 h' }],
    },
    direction: null,
    counts: [
      { text: '412 commits' },
      { text: '87 pull requests' },
      { text: '14 people' },
      { text: '1 breaking', tone: 'error', intent: { kind: 'filter', text: 'is:breaking' } },
      { text: '2 without a pull request', tone: 'warn', intent: { kind: 'filter', text: 'is:direct' } },
    ],
  },
  verdict: {
    tone: 'warn',
    word: 'Not ready',
    summary: '4 of 9 gates open:',
    links: [
      { text: 'set the risk', intent: { kind: 'focus', target: 'risk' } },
      { text: '1 checklist item', intent: { kind: 'focus', target: 'checklist' } },
      { text: '1 more approval', intent: { kind: 'approve' } },
      { text: 'deployment window', intent: { kind: 'refresh' } },
    ],
    pills: [{ text: 'roll forward only: drops orders.legacy_ref', tone: 'error' }],
  },
  banners: [],
  gates,
  gatesSummary: '4 of 9 gates open',
  policy: {
    source: { text: '.github/release-review.yml at 8c1f0aa', intent: { kind: 'openPolicy' } },
    action: null,
  },
  health,
  checklist: {
    done: 1,
    required: 2,
    items: [
      { id: 'reviewed', text: 'I have reviewed the changes in this release.', checked: true, required: true },
      { id: 'labelled', text: 'I have applied the appropriate risk label.', checked: false, required: true },
      { id: 'demo', text: 'I have seen the demo.', checked: false, required: false },
    ],
    missing: [],
    restore: null,
    disabled: null,
  },
  risk: {
    options: [
      { level: 'low', label: 'Low', chosen: false },
      { level: 'medium', label: 'Medium', chosen: false },
      { level: 'high', label: 'High', chosen: false },
    ],
    note: { text: 'none applied', tone: 'error' },
    suggestion: { text: 'release-bot suggests high: “schema change on orders”', intent: { kind: 'openPull' } },
    agreement: null,
    assessment: {
      line: 'Suggested: at least medium, 9 points (medium from 6, high from 14).',
      points: [
        {
          points: 6,
          text: '2 migrations',
          evidence: [{ text: 'db/migrate/1_add_limits.sql', intent: { kind: 'openFile', path: 'db/1.sql', line: 3 } }],
        },
        { points: 3, text: 'touches authentication', evidence: [] },
      ],
      unknown: ['The changed lines were not counted.'],
    },
    strategies: [{ text: 'Dual-write period', because: 'database schema at medium risk' }],
    category: {
      text: 'high-risk, goes to the change advisory board',
      tone: 'warn',
      because: 'A rule of the policy names it: migrations run.',
    },
    hint: 'High asks for notes on rollout and rollback and scheduled monitoring.',
    disabled: null,
  },
  highlights,
  changes: null,
  changelogKey: '412',
  changelogStatus: null,
  changelogActions: [],
  carried: null,
  description: { text: description, empty: 'No description.' },
  comments: [
    {
      id: 'c1',
      author: 'release-bot',
      isBot: true,
      at: now - 1.5 * hour,
      edited: true,
      text: comment,
      note: 'decision support, not a decision',
    },
    {
      id: 'c2',
      author: 'Omar Haddad',
      isBot: false,
      at: now - hour,
      edited: false,
      text: [paragraph('Looks good to me.')],
      note: null,
    },
  ],
  actions: [
    { id: 'approve', label: 'Approve…', primary: true, disabled: null, intent: { kind: 'approve' } },
    { id: 'deny', label: 'Deny…', primary: false, disabled: null, intent: { kind: 'deny' } },
    { id: 'more', label: 'More', primary: false, disabled: null, intent: { kind: 'more' } },
  ],
  acting: 'acting as @mkowalska on github.com',
  readAt: now - 20_000,
  refreshing: false,
};

const passing = gates.map((each): GateView =>
  each.state === 'not-applicable'
    ? each
    : { ...each, state: 'pass', action: null, detail: each.id === 'checks' ? '9 of 9' : '' },
);

/** All gates passed. */
export const readyRelease: PageState = {
  ...openRelease,
  verdict: {
    tone: 'ok',
    word: 'Ready',
    summary: 'All 9 gates passed.',
    links: [],
    pills: [{ text: 'can be rolled back', tone: 'ok' }],
  },
  gates: passing,
  gatesSummary: 'all 9 gates passed',
  checklist: openRelease.checklist && {
    ...openRelease.checklist,
    done: 2,
    items: openRelease.checklist.items.map((item) => ({ ...item, checked: item.required })),
  },
  risk: openRelease.risk && {
    ...openRelease.risk,
    note: null,
    options: openRelease.risk.options.map((option) => ({ ...option, chosen: option.level === 'low' })),
  },
  highlights: noHighlights,
};

/** The release moved under the reader, the risk is high, and an own pull request cannot be approved. */
export const movedHighRiskRelease: PageState = {
  ...openRelease,
  banners: [
    {
      id: 'moved',
      tone: 'warn',
      text: 'The release changed since you looked.',
      details: [
        'The head moved from 7ab01c2 to d4e5f6a: 3 pull requests came in.',
        '“Rollback” was taken out of the description.',
      ],
      more: 'Show 2 changes',
      actions: [{ label: 'Look again', intent: { kind: 'acknowledge' } }],
    },
    {
      id: 'token',
      tone: 'error',
      text: 'This token may not write to acme/shop. Approving and ticking need the scope “repo”.',
      details: [],
      more: null,
      actions: [{ label: 'Sign in', intent: { kind: 'signIn' } }],
    },
  ],
  checklist: openRelease.checklist && {
    ...openRelease.checklist,
    required: 4,
    missing: ['The rollback was tried in beta.', 'The monitoring period is scheduled.'],
    restore: { label: 'Put the missing items back', intent: { kind: 'restoreChecklist' } },
  },
  risk: openRelease.risk && {
    ...openRelease.risk,
    note: null,
    options: openRelease.risk.options.map((option) => ({ ...option, chosen: option.level === 'high' })),
  },
  actions: openRelease.actions.map((action) =>
    action.id === 'approve' ? { ...action, disabled: 'You opened this pull request.' } : action,
  ),
};

/** The version file holds no SHA: nothing can be said about what ships. */
export const brokenRelease: PageState = {
  ...openRelease,
  header: openRelease.header && {
    ...openRelease.header,
    state: 'draft',
    proposed: {
      caption: 'would ship',
      text: '“v2.14 ” is a tag, not a full SHA',
      valid: false,
      sha: null,
      subject: null,
      notes: [],
    },
    counts: [],
  },
  verdict: { tone: 'error', word: 'Cannot tell', summary: 'version.txt does not name a commit.', links: [], pills: [] },
  gates: gates.map((each): GateView => ({
    ...each,
    state: 'unknown',
    detail: 'not known without a SHA',
    action: null,
  })),
  checklist: openRelease.checklist && { ...openRelease.checklist, disabled: 'Sign in to tick these.' },
  risk: openRelease.risk && { ...openRelease.risk, disabled: 'Sign in to set the risk.' },
  highlights: null,
  changelogKey: null,
  changelogStatus: 'The changelog needs a valid SHA.',
  description: { text: [], empty: 'This pull request has no description.' },
  comments: [],
  actions: openRelease.actions.map((action) => ({
    ...action,
    disabled: action.id === 'more' ? null : 'Sign in first.',
  })),
  acting: null,
};

/** The reader has approved it. */
export const approvedRelease: PageState = {
  ...readyRelease,
  actions: openRelease.actions.map((action) =>
    action.id === 'approve' ? { ...action, disabled: 'You approved this head.' } : action,
  ),
};

/** Takes commits out of production. */
export const rollback: PageState = {
  ...readyRelease,
  header: readyRelease.header && {
    ...readyRelease.header,
    title: 'Roll back to 8c1f0aa',
    direction: { text: 'Rollback: takes 12 commits out of production', tone: 'warn' },
    counts: [{ text: '12 commits' }, { text: '4 pull requests' }],
  },
};

/** Nothing is known yet. */
export const loading: PageState = {
  ...openRelease,
  phase: 'loading',
  header: null,
  verdict: null,
  gates: [],
  policy: null,
  health: null,
  checklist: null,
  risk: null,
  highlights: null,
  changelogKey: null,
  description: null,
  comments: [],
  actions: [],
  acting: null,
  readAt: null,
  refreshing: true,
};

/** Nothing could be read. */
export const failed: PageState = {
  ...loading,
  phase: 'failed',
  refreshing: false,
  banners: [
    {
      id: 'failed',
      tone: 'error',
      text: 'GitHub does not answer: the request to api.github.com timed out after 30 seconds.',
      details: [],
      more: null,
      actions: [{ label: 'Try again', intent: { kind: 'refresh' } }],
    },
  ],
};

/** Text that tries to be markup, to turn around what is beside it, or to burst its place. */
export const hostileRelease: PageState = {
  ...openRelease,
  header: openRelease.header && {
    ...openRelease.header,
    title: `${hostile} ${'W'.repeat(180)}`,
    author: 'محمد عبد الرحمن',
    repository: `${'a'.repeat(39)}/${'b'.repeat(100)}`,
    live: { ...openRelease.header.live, subject: `${hostile} ${'x'.repeat(300)}` },
  },
  gates: gates.map((each) => ({ ...each, detail: `${hostile} ${'y'.repeat(60)}` })),
  highlights: hostileHighlights,
  description: {
    text: [
      paragraph(hostile),
      { kind: 'code', language: '', text: 'q'.repeat(500) },
      {
        kind: 'table',
        head: Array.from({ length: 12 }, (_, index) => words(`Column ${String(index)}`)),
        rows: [Array.from({ length: 12 }, () => words('cell'.repeat(5)))],
      },
    ],
    empty: '',
  },
  comments: openRelease.comments.map((each) => ({ ...each, author: `دعاء ${hostile}` })),
};
