import assert from 'node:assert/strict';
import { readActionInputs } from '../../../src/cli/action/actionInputs';

const environment = {
  GITHUB_SERVER_URL: 'https://github.acme.example',
  GITHUB_API_URL: 'https://github.acme.example/api/v3',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '77',
};
const pullEvent = JSON.stringify({ pull_request: { number: 41 } });

describe('the inputs of the Action', () => {
  it('have defaults, and the pull request of the event', () => {
    assert.deepEqual(readActionInputs(environment, pullEvent), {
      repository: { host: 'github.acme.example', owner: 'acme', name: 'shop' },
      apiUrl: 'https://github.acme.example/api/v3',
      pull: 41,
      changelog: 'comment',
      normalise: true,
      check: true,
      runId: '77',
    });
  });

  it('name another pull request, and turn parts off', () => {
    const given = {
      ...environment,
      INPUT_PULL: ' 7 ',
      INPUT_CHANGELOG: 'both',
      INPUT_NORMALISE: 'false',
      INPUT_CHECK: 'false',
    };
    const { pull, changelog, normalise, check } = readActionInputs(given, pullEvent);
    assert.deepEqual([pull, changelog, normalise, check], [7, 'both', false, false]);
  });

  it('take the one pull request that something else ran for', () => {
    const ran = (...numbers: readonly number[]) =>
      readActionInputs(
        environment,
        JSON.stringify({ workflow_run: { id: 5, pull_requests: numbers.map((number) => ({ number })) } }),
      ).pull;
    assert.deepEqual([ran(7), ran(), ran(7, 8)], [7, null, null]);
  });

  it('take a comment on a pull request, and not one on an issue', () => {
    const on = (issue: object) => readActionInputs(environment, JSON.stringify({ issue })).pull;
    assert.equal(on({ number: 5, pull_request: {} }), 5);
    assert.equal(on({ number: 5 }), null);
    assert.equal(readActionInputs(environment, '{"pull_request":{"number":"5"}}').pull, null);
  });

  it('say what was found and what is expected', () => {
    const refused =
      (more: Record<string, string>, event = '{}') =>
      () =>
        readActionInputs({ ...environment, ...more }, event);
    assert.throws(refused({ INPUT_PULL: 'abc' }), /The input pull has to be the number of a pull request, found "abc"/);
    assert.throws(refused({ INPUT_CHANGELOG: 'mail' }), /has to be comment, description, both, none, found "mail"/);
    assert.throws(refused({ GITHUB_REPOSITORY: 'shop' }), /has to be owner\/name, found "shop"/);
    assert.throws(refused({}, 'nonsense'), /is not JSON/);
  });
});
