import assert from 'node:assert/strict';

import fc from 'fast-check';

import { repositoryLabel } from '../../../src/core/repository';
import { repositoryOfRemote } from '../../../src/git/remoteUrl';

const hosts = new Set(['github.com', 'git.example.com', 'code.example.org:8443']);

function labelOf(url: string): string | null {
  const id = repositoryOfRemote(url, hosts);
  return id === null ? null : repositoryLabel(id);
}

describe('the repository that a remote names', () => {
  const understood: readonly (readonly [string, string])[] = [
    ['https://github.com/acme/shop.git', 'acme/shop'],
    ['https://github.com/acme/shop', 'acme/shop'],
    ['https://github.com/acme/shop/', 'acme/shop'],
    ['https://github.com/acme/shop.git/', 'acme/shop'],
    ['HTTPS://GitHub.com/Acme/Shop.git', 'Acme/Shop'],
    ['https://github.com:443/acme/shop.git', 'acme/shop'],
    ['https://user@github.com/acme/shop.git', 'acme/shop'],
    ['https://user:secret@github.com/acme/shop.git', 'acme/shop'],
    ['http://github.com/acme/shop', 'acme/shop'],
    ['git://github.com/acme/shop.git', 'acme/shop'],
    ['git@github.com:acme/shop.git', 'acme/shop'],
    ['git@github.com:/acme/shop.git', 'acme/shop'],
    ['org-42@github.com:acme/shop.git', 'acme/shop'],
    ['github.com:acme/shop', 'acme/shop'],
    ['ssh://git@github.com/acme/shop.git', 'acme/shop'],
    ['ssh://git@github.com:22/acme/shop.git', 'acme/shop'],
    ['ssh://git@ssh.github.com:443/acme/shop.git', 'acme/shop'],
    ['git@ssh.github.com:acme/shop.git', 'acme/shop'],
    ['git+ssh://git@github.com/acme/shop.git', 'acme/shop'],
    ['https://github.com/acme/shop.js.git', 'acme/shop.js'],
    ['git@git.example.com:acme/shop.git', 'git.example.com/acme/shop'],
    ['ssh://git@git.example.com:7999/acme/shop.git', 'git.example.com/acme/shop'],
    ['https://code.example.org:8443/acme/shop.git', 'code.example.org:8443/acme/shop'],
    ['git@code.example.org:acme/shop.git', 'code.example.org:8443/acme/shop'],
  ];
  for (const [url, label] of understood) {
    it(`reads ${url}`, () => {
      assert.equal(labelOf(url), label);
    });
  }

  const refused: readonly string[] = [
    '',
    'shop',
    '/srv/git/acme/shop.git',
    '../acme/shop.git',
    'file:///srv/acme/shop.git',
    'file://github.com/acme/shop.git',
    'ext::sh -c "touch x" github.com acme/shop',
    'ext::github.com/acme/shop',
    'github.com::acme/shop',
    'https://evil.example/acme/shop.git',
    'https://github.com.evil.example/acme/shop.git',
    'https://github.com@evil.example/acme/shop.git',
    'https://evil.example#github.com/acme/shop',
    'https://github.com:8443/acme/shop.git',
    'https://code.example.org/acme/shop.git',
    'https://github.com/acme',
    'https://github.com/acme/shop/tree',
    'https://github.com//acme/shop',
    'https://github.com/../shop',
    'https://github.com/acme/..',
    'https://github.com/acme/...git',
    'https://github.com/acme%2fshop/x',
    'https://github.com/acme/shop%2f..',
    'https://github.com/acme/shop?x=y',
    'https://github.com/acme/shop#x',
    'https://github.com/acme/shop\n',
    'https://github.com/ac\nme/shop',
    'https://github.com\\@evil.example/acme/shop',
    'https://github.com/acme/\u202Eshop',
    'git@github.com:acme/.git',
    'git@github.com:-oProxyCommand=x/shop',
    '-oProxyCommand=x:acme/shop',
    'C:\\acme\\shop',
    `https://github.com/acme/${'x'.repeat(3000)}`,
  ];
  for (const url of refused) {
    it(`refuses ${JSON.stringify(url.slice(0, 60))}`, () => {
      assert.equal(labelOf(url), null);
    });
  }

  it('finds the same repository in every way of writing it', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
    const write = fc.constantFrom(
      (path: string) => `https://github.com/${path}`,
      (path: string) => `git@github.com:${path}`,
      (path: string) => `ssh://git@ssh.github.com:443/${path}`,
    );
    fc.assert(
      fc.property(word, word, fc.constantFrom('', '.git', '/', '.git/'), write, (owner, name, end, form) => {
        assert.equal(labelOf(form(`${owner}/${name}${end}`)), `${owner}/${name}`);
      }),
    );
  });

  it('never names an unknown host or a part that could leave its place in a URL', () => {
    const piece = fc.constantFrom(
      'https://',
      'git@',
      'github.com',
      'evil.example',
      ':',
      '/',
      '..',
      '%2f',
      '@',
      'acme',
      '\n',
    );
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(wild, (url) => {
        const id = repositoryOfRemote(url, hosts);
        if (id === null) return;
        assert.ok(hosts.has(id.host));
        assert.match(id.owner, /^[A-Za-z0-9][\w-]*$/);
        assert.match(id.name, /^[\w.-]+$/);
        assert.ok(id.name !== '.' && id.name !== '..');
      }),
      { numRuns: 2000 },
    );
  });
});
