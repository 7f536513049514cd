import assert from 'node:assert/strict';
import { validateRequest, validateResponse } from '../../doubles/openapi/validate';

const labels = '/repos/{owner}/{repo}/labels';
const label = {
  id: 1,
  node_id: 'LA_1',
  url: 'https://api.github.com/repos/o/r/labels/bug',
  name: 'bug',
  description: null,
  color: 'ff0000',
  default: false,
};
const none = new URLSearchParams();

describe('GitHub’s description of its API', () => {
  it('accepts what GitHub answers, null where it may be', () => {
    assert.deepEqual(validateResponse('GET', labels, 200, [label]), []);
    assert.deepEqual(validateResponse('GET', labels, 304, undefined), []);
    const refusal = { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' };
    assert.deepEqual(validateResponse('GET', labels, 404, refusal), []);
    assert.deepEqual(validateResponse('GET', labels, 429, refusal), []);
  });

  it('complains about a field that is missing, of another type, or not allowed to be null', () => {
    const { color, ...colourless } = label;
    assert.match(validateResponse('GET', labels, 200, [colourless])[0] ?? '', /color/);
    assert.match(validateResponse('GET', labels, 200, [{ ...label, id: color }])[0] ?? '', /\/0\/id must be integer/);
    assert.match(validateResponse('GET', labels, 200, [{ ...label, name: null }])[0] ?? '', /\/0\/name must be string/);
    assert.match(validateResponse('GET', labels, 200, [{ ...label, url: 'no' }])[0] ?? '', /format "uri"/);
  });

  it('names an operation or a status that it does not know', () => {
    assert.deepEqual(validateResponse('GET', '/nothing', 200, {}), ['GET /nothing: not in the description']);
    assert.match(validateResponse('GET', labels, 206, [])[0] ?? '', /no such status/);
    assert.match(validateResponse('GET', labels, 304, [])[0] ?? '', /a body where none belongs/);
    assert.deepEqual(validateRequest('PUT', labels, none, {}), [`PUT ${labels}: not in the description`]);
  });

  it('complains about queries and bodies that GitHub does not describe', () => {
    assert.deepEqual(validateRequest('GET', labels, new URLSearchParams('per_page=100&page=2'), undefined), []);
    assert.match(validateRequest('GET', labels, new URLSearchParams('perPage=1'), undefined)[0] ?? '', /perPage/);
    assert.match(validateRequest('GET', labels, new URLSearchParams('page=x'), undefined)[0] ?? '', /page=x/);
    assert.deepEqual(validateRequest('POST', labels, none, { name: 'bug' }), []);
    assert.match(validateRequest('POST', labels, none, { color: 'ff0000' })[0] ?? '', /name/);
    assert.match(validateRequest('POST', labels, none, { name: 'bug', colour: 'x' })[0] ?? '', /no body field colour/);
    assert.match(validateRequest('POST', labels, none, undefined)[0] ?? '', /the body is missing/);
  });
});
