import type { Inline, RichText } from '../../src/core/markdown/richText';
import type { EvidenceView, GateView, HealthView } from '../../src/views/panel/protocol';

/** Plain text as rich text. */
export const words = (text: string): readonly Inline[] => [{ kind: 'text', text }];
/** A paragraph of plain text. */
export const paragraph = (text: string): RichText[number] => ({ kind: 'paragraph', children: words(text) });

/** Text that would turn around, hide or be markup. */
export const hostile =
  '\u202Egnp.exe\u202C <img src=x onerror=alert(1)> \u200B\u202Ezero\u2066 $(error) [x](command:boom)';

function gate(
  id: string,
  state: GateView['state'],
  title: string,
  detail: string,
  more: Partial<GateView> = {},
): GateView {
  return {
    id,
    state,
    title,
    detail,
    evidence: [],
    actors: 'a reviewer',
    enforcement: 'Not enforced by GitHub.',
    action: null,
    ...more,
  };
}

/** Gates in every state. */
export const gates: readonly GateView[] = [
  gate('sha', 'pass', 'SHA is a commit of the repository', '', { actors: '' }),
  gate('provenance', 'pass', 'On main, its own CI green', 'in beta for 26 hours', {
    evidence: [
      { text: 'd4e5f6a is 3 commits behind main', by: null, at: null },
      { text: 'CI / build: success', tone: 'ok', by: 'github-actions', at: Date.now() - 7_200_000 },
    ],
  }),
  gate('risk', 'fail', 'Risk label', 'none applied', {
    action: { label: 'Set', intent: { kind: 'focus', target: 'risk' } },
  }),
  gate('checks', 'pass', 'Required checks', '9 of 9', {
    enforcement: 'GitHub enforces it.',
    evidence: ['build', 'unit', 'integration', 'sast', 'dependencies', 'secrets', 'infra', 'lint', 'e2e'].map(
      (name): EvidenceView => ({
        text: name,
        tone: 'ok',
        intent: { kind: 'openLink', url: `https://github.com/${name}` },
        by: null,
        at: null,
      }),
    ),
  }),
  gate('checklist', 'fail', 'Checklist', '1 required item left', {
    action: { label: 'Go', intent: { kind: 'focus', target: 'checklist' } },
  }),
  gate('approvals', 'pending', 'Approvals', '0 of 1; Omar’s covers 7ab01c2, 3 pull requests came since', {
    enforcement: 'GitHub enforces it.',
    actors: 'anyone but @iduarte',
    evidence: [{ text: '@ohaddad approved 7ab01c2', tone: 'warn', by: null, at: Date.now() - 86_400_000 }],
    action: { label: 'Approve', intent: { kind: 'approve' } },
  }),
  gate('current', 'pass', 'Production has not moved', ''),
  gate('scope', 'pass', 'Only version.txt changes', ''),
  gate('freeze', 'unknown', 'Deployment window', 'the calendar could not be read'),
  gate('notes', 'not-applicable', 'Rollout and rollback notes', 'only when the risk is high'),
  gate('monitoring', 'not-applicable', 'Monitoring period', 'only when the risk is high'),
];

/** What GitHub enforces: some of it, some not, some not known. */
export const health: HealthView = {
  summary: '1 of 3, 1 not known',
  note: null,
  findings: [
    {
      id: 'direct-pushes',
      state: 'pass',
      title: 'Direct pushes are blocked',
      detail: 'Nothing comes to production but by a pull request.',
      next: null,
      action: null,
    },
    {
      id: 'gate-check',
      state: 'fail',
      title: 'The gates are a required check',
      detail: '"release-review / gates" is not required.',
      next: 'Require the check "release-review / gates" from the app that reports it (GitHub Actions).',
      action: { label: 'Set up…', intent: { kind: 'setUpRepository' } },
    },
    {
      id: 'admins',
      state: 'unknown',
      title: 'Administrators are included',
      detail: 'GitHub does not tell this account.',
      next: 'Ask an administrator of the repository to look.',
      action: null,
    },
  ],
};

/** A bot's comment. */
export const comment: RichText = [
  {
    kind: 'paragraph',
    children: [
      ...words('Suggested risk: '),
      { kind: 'strong', children: words('high') },
      ...words('. A column of orders is dropped; see the '),
      { kind: 'link', url: 'https://example.com/policy', children: words('migrations policy') },
      ...words('.'),
    ],
  },
  {
    kind: 'list',
    ordered: false,
    start: 1,
    items: [
      { checked: null, children: [paragraph('Watch the checkout error rate for an hour.')] },
      { checked: null, children: [paragraph('The search index is rebuilt on the first start.')] },
    ],
  },
];

/** A description with every kind of block. */
export const description: RichText = [
  { kind: 'heading', level: 2, children: words('Summary') },
  {
    kind: 'paragraph',
    children: [
      ...words('Limits checkout attempts per card and makes search faster. Sets '),
      { kind: 'code', text: 'version.txt' },
      ...words(' to d4e5f6a.'),
    ],
  },
  { kind: 'heading', level: 4, children: words('Checklist') },
  {
    kind: 'list',
    ordered: false,
    start: 1,
    items: [
      { checked: true, children: [paragraph('I have reviewed the changes in this release.')] },
      { checked: false, children: [paragraph('I have applied the appropriate risk label.')] },
    ],
  },
  { kind: 'code', language: 'sh', text: 'release-review changelog --from 8c1f0aa --to d4e5f6a' },
  {
    kind: 'table',
    head: [words('Service'), words('Owner')],
    rows: [
      [words('checkout'), words('payments')],
      [words('search'), words('discovery')],
    ],
  },
  { kind: 'quote', children: [paragraph('Deploys in the afternoon window.')] },
];
