import type { Changes, SecurityFile } from '../../../src/core/highlights/changes/model';
import { known, unknown } from '../../../src/core/known';
import { confirmLine, overrideLine } from '../../../src/core/policy/freezeOverride';
import type { GateFacts, GateId, GateState } from '../../../src/core/policy/gate';
import { defaultPolicy, type CategoryRule, type Policy } from '../../../src/core/policy/policy';
import type { Deployment, PullCommit } from '../../../src/core/release';
import { readPin } from '../../../src/core/versionFile';
import { aComment, aLabel, aPull, aReview, sha, someShipped, tickedBody, someFacts } from '../../builders';

/** Situations of a release that the gates judge, beside the ready one of the builders. */

export const highBody = `${tickedBody}
- [x] I have reviewed the rollback procedure and confirmed it is applicable to this release.
- [x] Post-deploy monitoring has been scheduled per the incident response policy.

## Rollout
In two steps.

## Rollback
Set version.txt back.

## Monitoring
- Post-deploy monitoring: @ana, 30 minutes
`;
export const high = (body: string) => aPull({ labels: [aLabel('risk: high')], body });
export const monitored = (line: string) => ({
  pull: high(highBody.replace('- Post-deploy monitoring: @ana, 30 minutes', line)),
});

export const aCommit = (change: Partial<PullCommit> = {}): PullCommit => ({
  sha: sha('c'),
  author: 'iduarte',
  committer: 'iduarte',
  authorName: 'Ines',
  authorEmail: 'ines@acme.example',
  message: 'Release',
  ...change,
});
export const by = (login: string, isBot = false) => aReview({ id: login, author: { login, isBot } });
export const approvedBy = (...logins: readonly string[]) => ({ reviews: known(logins.map((login) => by(login))) });
export const team = (...members: readonly string[]) => new Map([['acme/leads', known(members)]]);
export const lostTeam = new Map([['acme/leads', unknown('403')]]);

/** The default policy with one part changed. */
export const policyWith = (change: Partial<Policy>): Policy => ({ ...defaultPolicy, ...change });
export const approving = (count: number, ...teams: readonly string[]) => {
  const rule = { count, teams };
  return policyWith({ approvals: { unset: rule, low: rule, medium: rule, high: rule } });
};
export const two = approving(1, 'acme/leads');
export const anything = {
  onlyPaths: [],
  anyPath: [],
  labels: [],
  levels: [],
  migrations: null,
  security: null,
  majorDependencies: null,
};
export const aRule = (change: Partial<CategoryRule>): CategoryRule => ({
  category: 'standard',
  when: anything,
  approvals: null,
  securityReview: null,
  board: false,
  strategy: null,
  ...change,
});
export const byCategory = (change: Partial<CategoryRule>) => policyWith({ categories: [aRule(change)] });
export const migrating = byCategory({
  category: 'high-risk',
  when: { ...anything, migrations: true },
  approvals: { count: 2, teams: [] },
});

export const candidate = (change: Partial<GateFacts['candidate']>) => ({
  candidate: { ...someFacts().candidate, ...change },
});
export const provenance = (change: Partial<Policy['provenance']>) =>
  policyWith({ provenance: { ...defaultPolicy.provenance, ...change } });
export const beta = provenance({ staging: { environment: 'beta', mode: 'required' } });
export const onBeta = (change: Partial<Deployment> = {}) =>
  candidate({
    staging: known({
      id: '1',
      sha: sha('2'),
      environment: 'beta',
      createdAt: 1_000,
      creator: 'ci[bot]',
      state: 'success',
      stateAt: 2_000,
      url: 'https://github.com/acme/shop/actions/runs/1',
      ...change,
    }),
  });
export const digest = `sha256:${'d'.repeat(64)}` as const;
export const imageTarget = { name: 'image', file: 'values.yaml', key: ['image'], pin: 'digest' } as const;
export const anImage = (attestations: GateFacts['candidate']['attestations']): Partial<GateFacts> => ({
  target: imageTarget,
  proposed: known({ state: 'valid', sha: sha('2'), digest }),
  ...candidate({ attestations }),
});
export const attested = (repository: string | null) => ({
  repository,
  commit: sha('2'),
  workflow: 'build',
  predicateType: 'p',
});
export const other = (content: string, more: Partial<GateFacts['otherTargets'][number]> = {}): Partial<GateFacts> => ({
  otherTargets: [
    {
      target: { name: 'worker', file: 'worker.txt', key: null, pin: 'sha' },
      previous: known(readPin(`${sha('1')}\n`)),
      proposed: known(readPin(content)),
      ...more,
    },
  ],
});

export const kinds = (...patterns: readonly string[]) =>
  policyWith({ checks: { kinds: [{ name: 'SAST', patterns }] } });
export const day = 86_400_000;

export const file: SecurityFile = {
  path: 'src/login.ts',
  previousPath: null,
  status: 'modified',
  oldBlob: sha('1'),
  newBlob: sha('2'),
  severity: 'low',
  reason: 'By its path.',
  notUnderstood: null,
  kind: 'authentication',
  line: null,
  side: 'new',
};
export const changes = (security: readonly SecurityFile[], complete = true): Changes => ({
  dependencies: [],
  infrastructure: [],
  config: [],
  security,
  api: [],
  flags: [],
  ranking: [],
  summaries: { dependencies: null, infrastructure: null, config: null, security: null, api: null, flags: null },
  complete,
  notes: complete ? [] : ['a.bin was not read.'],
});
export const ships = (security: readonly SecurityFile[], complete = true) => ({
  shipped: known(someShipped({ changes: known(changes(security, complete)) })),
});
export const secured = policyWith({
  security: { paths: ['src/pay/**'], kinds: ['authentication'], reviewers: ['sam', 'acme/leads'] },
});
export const securedBy = (...reviewers: readonly string[]) =>
  policyWith({ security: { paths: [], kinds: ['authentication'], reviewers } });

export const frozen = (approvers: readonly string[] = []) =>
  policyWith({
    freeze: {
      timeZone: 'UTC',
      windows: [
        {
          name: 'Peak',
          reason: 'Black Friday.',
          when: { repeats: 'never', from: '2026-11-20T00:00', to: '2026-11-30T00:00' },
        },
      ],
      deployHours: [],
      approvers,
    },
  });
export const officeHours = policyWith({
  freeze: {
    timeZone: 'UTC',
    windows: [],
    deployHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '16:00' }],
    approvers: [],
  },
});
export const at = Date.parse('2026-11-21T12:00Z');
export const until = Date.parse('2026-11-22T10:00Z');
export const said = (login: string, body: string, minute: number) => {
  const time = at - 3_600_000 + minute * 60_000;
  const author = { login, isBot: false };
  return aComment({ id: String(100 + minute), author, insider: true, body, createdAt: time, updatedAt: time });
};
export const asked = said('ana', overrideLine(sha('c'), until, 'a fix for checkout'), 1);
export const confirmed = said('bo', confirmLine(sha('c'), until), 2);
export const frozenWith = (...comments: readonly ReturnType<typeof said>[]) => ({ at, comments: known(comments) });

/** A gate, the state that it is in, the situation in words, the facts that differ from a ready release, the policy. */
export type Row = readonly [GateId, GateState, string, Partial<GateFacts>, Policy?];
