import assert from 'node:assert/strict';
import { cloneUrl } from '../../../src/core/cloneUrl';

describe('the address that a repository is fetched from', () => {
  const shop = { host: 'github.com', owner: 'acme', name: 'shop' };
  const cases: readonly [string, string | null][] = [
    ['https://api.github.com', 'https://github.com/acme/shop.git'],
    ['https://api.acme.ghe.com', 'https://acme.ghe.com/acme/shop.git'],
    ['https://git.example.org/api/v3', 'https://git.example.org/acme/shop.git'],
    ['https://git.example.org/api/v3/', 'https://git.example.org/acme/shop.git'],
    ['http://127.0.0.1:8080/api/v3', 'http://127.0.0.1:8080/acme/shop.git'],
    ['https://proxy.example.org/github', null],
    ['https://api.github.com.example.org', null],
  ];
  for (const [apiUrl, expected] of cases) {
    it(`for the API at ${apiUrl} is ${expected ?? 'not known'}`, () => {
      assert.equal(cloneUrl(apiUrl, shop), expected);
    });
  }
});
