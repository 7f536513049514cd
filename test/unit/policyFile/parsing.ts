import assert from 'node:assert/strict';
import { parsePolicy } from '../../../src/core/policy/file/parsePolicy';
import type { PolicyProblem } from '../../../src/core/policy/file/problem';
import type { Policy } from '../../../src/core/policy/policy';

/** The policy that a text holds; fails with the problems when it holds none. */
export function policyOf(text: string): Policy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) assert.fail(`${JSON.stringify(parsed.problems, null, 2)}\n${text}`);
  return parsed.policy;
}

/** The problems of a text; fails when it holds a policy. */
export function problemsOf(text: string): readonly PolicyProblem[] {
  const parsed = parsePolicy(text);
  if (parsed.ok) assert.fail(`No problem was found in:\n${text}`);
  return parsed.problems;
}

/** The problems of a text as people read them: `line:column path: message`. */
export function told(text: string): readonly string[] {
  return problemsOf(text).map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

/** What the author of a right file should know, as people read it. */
export function notesOf(text: string): readonly string[] {
  const parsed = parsePolicy(text);
  if (!parsed.ok) assert.fail(JSON.stringify(parsed.problems));
  return parsed.notes.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** Every key of the format, by hand. */
export const fullExample = `version: 1
preset: eight-step
productionBranch: live
candidateBranch: main
environment: prod
targets:
  - {name: shop, file: deploy/values.yaml, key: image.digest, pin: digest}
  - {name: worker, file: deploy/values.yaml, key: [workers, 0, image.digest], pin: digest}
  - {name: site, file: site/version.txt}
riskLabels: {low: risk/low, medium: risk/medium, high: risk/high}
emergencyLabel: hotfix
checklist:
  always: [I have read the changelog.]
  high: [The on-call engineer knows.]
approvals:
  medium: 2
  high: {count: 2, teams: [acme/leads]}
notes:
  levels: [medium, high]
  sections: [rollout, rollback]
monitoring: {levels: [high], minutes: 60}
provenance:
  ci: required
  ciChecks: [build, 'test (*)']
  staging: {environment: beta, mode: advisory}
  attestation: advisory
checks:
  kinds:
    - {name: unit, patterns: [unit*]}
security:
  paths: [auth/**]
  kinds: [authentication, data access]
  reviewers: [octocat, acme/security]
freeze:
  timeZone: Europe/Zurich
  windows:
    - {name: Launch, reason: Fair, from: 2026-11-26T00:00, to: 2026-11-30T00:00}
    - {name: Holidays, reason: Peak traffic, repeats: yearly, from: 12-20T00:00, to: 01-02T00:00}
    - {name: Friday, reason: Nobody is there, repeats: weekly, days: [fri], from: 16:00, to: 24:00}
  deployHours:
    - {days: weekdays, from: 09:00, to: 17:00}
  approvers: [acme/on-call]
services:
  - name: checkout
    paths: [services/checkout/**]
    dependsOn: [payments]
    incidents:
      - {date: 2026-03-14, title: Checkout was down, url: 'https://example.com/42'}
  - {name: payments, paths: [services/payments/**]}
risk: {migration: 5, medium: 8, high: 18.5}
strategy:
  infrastructure: {high: Ask everybody}
categories:
  - {category: emergency, when: {labels: [hotfix]}, approvals: 1}
  - category: standard
    when: {onlyPaths: ['docs/**', '*.md'], levels: [low], migrations: false, security: false, majorDependencies: false}
    approvals: {count: 1, teams: [acme/leads]}
    securityReview: false
    strategy: Just go
  - {category: high-risk, when: {anyPath: ['**/*.tf']}, board: true}
  - {category: normal}
migrations: {postgres: 17, mysql: '8.4', mariadb: '10.11', largeTables: [orders]}
`;
