import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { readChecklist } from '../../../src/core/checklist/checklist';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { isActionName, templateFile, workflowFile } from '../../../src/core/setup/setupFiles';

describe('the files that set a repository up', () => {
  it('have a workflow that runs on pull requests into production, from production', () => {
    const policy = { ...defaultPolicy, productionBranch: "it's/live" };
    const { path, text } = workflowFile(policy, 'release-review/release-review@v1');
    const workflow = parse(text) as {
      on: { pull_request_target: { branches: string[] }; pull_request?: unknown };
      permissions: Record<string, string>;
      jobs: { 'release-review': { if: string; steps: { uses: string }[] } };
    };
    assert.equal(path, '.github/workflows/release-review.yml');
    assert.deepEqual(workflow.on.pull_request_target.branches, ["it's/live"]);
    assert.equal(workflow.on.pull_request, undefined);
    assert.equal(workflow.permissions['contents'], 'read');
    assert.match(workflow.jobs['release-review'].if, /base\.ref == 'it''s\/live'$/);
    assert.equal(workflow.jobs['release-review'].steps[0]?.uses, 'release-review/release-review@v1');
  });

  it('have a template with every item that a release needs', () => {
    const { text } = templateFile(defaultPolicy);
    assert.deepEqual(readChecklist(text, defaultPolicy.checklist, null).missing, []);
    assert.match(text, /^## Summary$/m);
  });

  it('take only what can name an Action', () => {
    for (const good of ['a/b@v1', 'acme/tools/release@main', 'a/b@0123abc']) assert.ok(isActionName(good), good);
    for (const bad of ['a/b', 'a/b@v1 #', './local', 'a/b@v1\n- run: x', 'a@v1']) assert.ok(!isActionName(bad), bad);
  });
});
