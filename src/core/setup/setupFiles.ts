import { normaliseDescription } from '../description/normalise';
import type { Policy } from '../policy/policy';
import type { NewFile } from '../ports';

/** Where each of the files stands. */
export const setupPaths = {
  workflow: '.github/workflows/release-review.yml',
  template: '.github/PULL_REQUEST_TEMPLATE/release.md',
} as const;

/**
 * The workflow that runs the Action on release PRs. `pull_request_target` takes the workflow from the production branch
 * and not from the pull request, which therefore cannot change it; nothing of the pull request is checked out or run
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request_target).
 *
 * @param action `owner/name@ref`
 */
export function workflowFile(policy: Policy, action: string): NewFile {
  const branch = JSON.stringify(policy.productionBranch);
  const text = `# Writes the changelog of a release PR, completes its description, and reports its gates as a check.
name: Release Review
on:
  pull_request_target:
    branches: [${branch}]
    types: [opened, reopened, synchronize, edited, labeled, unlabeled, ready_for_review, converted_to_draft]
  pull_request_review:
    types: [submitted, edited, dismissed]
  # Overrides of a freeze are comments. GitHub takes this event's workflow from the default branch.
  issue_comment:
    types: [created, edited, deleted]
  # Judges a release again when its checks are over: name the workflows that run them.
  # workflow_run:
  #   workflows: [CI]
  #   types: [completed]
  # Judges a release again by hand, such as after a freeze has ended.
  workflow_dispatch:
    inputs:
      pull:
        description: Number of the release pull request
        required: true
permissions:
  contents: read
  checks: write
  issues: write
  pull-requests: write
  statuses: read
  deployments: read
concurrency:
  group: release-review-\${{ github.event.pull_request.number || github.event.issue.number || inputs.pull }}
jobs:
  release-review:
    if: startsWith(github.event_name, 'workflow_') || github.event.issue.pull_request || github.event.pull_request.base.ref == '${policy.productionBranch.replaceAll("'", "''")}'
    runs-on: ubuntu-latest
    steps:
      - uses: ${action}
        with:
          pull: \${{ github.event.pull_request.number || github.event.issue.number || inputs.pull }}
`;
  return { path: setupPaths.workflow, text };
}

/** The template of release pull requests: what {@link normaliseDescription} expects, empty. */
export function templateFile(policy: Policy): NewFile {
  return { path: setupPaths.template, text: normaliseDescription('', policy, null).body };
}

/** Whether a text can name an Action: `owner/name@ref`, also with a folder in between. */
export function isActionName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._/-]+)?@[A-Za-z0-9._/-]+$/.test(text);
}
