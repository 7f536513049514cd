import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readActionInputs } from '../../../src/cli/action/actionInputs';
import { projectRoot } from '../../hosts/projectFolders';

/** What these tests read of it: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax */
interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly author: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly run: string;
      readonly env: Readonly<Record<string, string>>;
    }[];
  };
}

const metadata = parse(readFileSync(join(projectRoot, 'action.yml'), 'utf8')) as Metadata;
const [step] = metadata.runs.steps;

describe('action.yml', () => {
  it('describes itself, its inputs and its outputs, for the marketplace too', () => {
    assert.deepEqual(Object.keys(metadata), ['name', 'description', 'author', 'branding', 'inputs', 'outputs', 'runs']);
    assert.ok(metadata.description.length <= 125);
    for (const [name, { description }] of Object.entries({ ...metadata.inputs, ...metadata.outputs })) {
      assert.ok(description !== '', name);
    }
  });

  it('hands every input to the program, and gives every output of it', () => {
    assert.ok(step);
    assert.deepEqual([metadata.runs.using, metadata.runs.steps.length, step.shell], ['composite', 1, 'bash']);
    assert.deepEqual(
      step.env,
      Object.fromEntries(
        Object.keys(metadata.inputs).map((name) => [`INPUT_${name.toUpperCase()}`, `\${{ inputs.${name} }}`]),
      ),
    );
    assert.deepEqual(
      Object.entries(metadata.outputs).map(([name, { value }]) => [name, value]),
      ['release', 'verdict', 'open', 'json'].map((name) => [name, `\${{ steps.${step.id}.outputs.${name} }}`]),
    );
    // What a workflow says stands in no script.
    assert.doesNotMatch(step.run, /\$\{\{/);
  });

  it('has the defaults that the program has', () => {
    const environment = (values: Readonly<Record<string, string>>): Record<string, string> => ({
      GITHUB_REPOSITORY: 'acme/shop',
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    });
    const defaults = Object.entries(metadata.inputs).map(([name, input]) => [name, input.default]);
    const given = environment(Object.fromEntries(defaults) as Record<string, string>);
    assert.deepEqual(readActionInputs(given, '{}'), readActionInputs(environment({}), '{}'));
    assert.equal(metadata.inputs['token']?.default, '${{ github.token }}');
  });

  it('runs the program that is built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'release-review-step-'));
    try {
      const [script, output] = [join(folder, 'step.sh'), join(folder, 'output')];
      await Promise.all([writeFile(script, step?.run ?? ''), writeFile(output, '')]);
      const env = {
        PATH: process.env['PATH'],
        GITHUB_ACTION_PATH: projectRoot,
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_OUTPUT: output,
      };
      // As https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell says.
      const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
        env,
        cwd: folder,
        encoding: 'utf8',
      });
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /The event is about no pull request/);
      assert.match(await readFile(output, 'utf8'), /^release<</);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
