import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtFrom } from '../../../src/core/pins/builtFrom';
import { readTarget } from '../../../src/core/pins/readTarget';
import type { Target } from '../../../src/core/policy/policy';
import type { Attestation } from '../../../src/core/release';
import type { Pin } from '../../../src/core/versionFile';
import { repository, sha } from '../../builders';

const digest = `sha256:${'ab'.repeat(32)}`;

function target(file: string, key: Target['key'], pin: Target['pin'] = 'sha'): Target {
  return { name: 'web', file, key, pin };
}

const tag = target('deploy/values.yaml', ['web', 'image', 'tag']);
const image = target('deploy/values.yaml', ['web', 'image'], 'digest');

function problemOf(pin: Pin): string {
  return pin.state === 'valid' ? 'valid' : pin.problem;
}

function read(text: string, from = tag): string {
  const pin = readTarget(text, from);
  return pin.state === 'valid' ? pin.sha : pin.problem;
}

describe('a pin by key', () => {
  it('is the text at the end of the path, in YAML and JSON', () => {
    assert.equal(read(`web:\n  image: { tag: ${sha('a')} } # live\n`), sha('a'));
    assert.equal(read(`web:\n  image:\n    tag: "${sha('A').toUpperCase()}"\n`), sha('a'));
    const json = target('versions.json', ['services', 1, 'sha']);
    assert.equal(read(`{"services": [{"sha": ""}, {"sha": "${sha('c')}"}]}`, json), sha('c'));
    assert.equal(read(`["", "${sha('c')}"]`, target('versions.json', ['1'])), sha('c'));
  });

  it('keeps every digit of a SHA that looks like a number', () => {
    const digits = '1234567890'.repeat(4);
    assert.equal(read(`web: {image: {tag: ${digits}}}`), digits);
    assert.equal(read(`web: {image: {tag: 1e${'0'.repeat(38)}}}`), `1e${'0'.repeat(38)}`);
  });

  it('is found behind an anchor, and in the one document that has it', () => {
    assert.equal(read(`base: &base { tag: ${sha('a')} }\nweb:\n  image: *base\n`), sha('a'));
    assert.equal(read(`kind: Service\n---\nweb: {image: {tag: ${sha('a')}}}\n---\n`), sha('a'));
  });

  it('is never chosen between two', () => {
    const one = `web: {image: {tag: ${sha('a')}}}\n`;
    assert.match(read(`${one}---\n${one}`), /has "web\.image\.tag" in 2 of its documents: it is not clear/);
    assert.match(read(`web: {image: {tag: ${sha('a')}, tag: ${sha('b')}}}`), /has "web\.image\.tag" 2 times\.$/);
    assert.match(read(`${one}web: {}\n`), /deploy\/values\.yaml has "web" 2 times\.$/);
  });

  it('says what is wrong and where', () => {
    assert.match(
      read('web: {image: {tag: v1.2}}'),
      /^Expected one full commit SHA at "web\.image\.tag" of deploy\/values\.yaml, found "v1\.2": it is not a SHA\.$/,
    );
    assert.equal(read('web: {picture: {}}'), 'deploy/values.yaml has no "web.image.tag": "web.image" is not there.');
    assert.match(read('web: {image: {tag: [a]}}'), /^Expected a text at "web\.image\.tag" of deploy/);
    assert.match(read('web: {image: {tag: !env NAME}}'), /has the tag !env\.$/);
    assert.equal(read(''), 'deploy/values.yaml is empty.');
    assert.match(read('web:\n  image: {tag: "a\n'), /cannot be read as YAML: line \d+, column \d+: /);
    assert.match(read('- a\n'), /"web" is not there/);
    const place = target('list.yaml', ['pins', 3]);
    assert.match(read('pins: [a]', place), /has no "pins\[3\]": "pins\[3\]" is not there/);
  });

  it('wants real JSON in a JSON file', () => {
    const json = target('v.json', ['sha']);
    assert.match(read(`{sha: "${sha('a')}"}`, json), /^It is no JSON: /);
    assert.match(read(`{"sha": ${'1'.repeat(40)}}`, json), /^Expected a text in quotes at "sha" of v\.json\.$/);
  });

  it('survives hostile texts', () => {
    assert.equal(readTarget('['.repeat(200_000), tag).state, 'invalid');
    const many = Array.from({ length: 30_000 }, (_, at) => `k${at}: 1`).join('\n');
    assert.equal(read(`${many}\nweb: {image: {tag: ${sha('a')}}}\n`), sha('a'));
    const laughs = [
      'a: &a [x, x]',
      ...'bcdefghi'.split('').map((name, at) => `${name}: &${name} [*${'abcdefghi'[at]}, *${'abcdefghi'[at]}]`),
    ];
    assert.match(read(laughs.join('\n')), /"web" is not there/);
    assert.match(read(`web: {image: {tag: "\u202E${sha('a')}"}}`), /‹U\+202E›/);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const pin = readTarget(text, tag);
        assert.ok(pin.state === 'invalid' && pin.problem.endsWith('.'));
      }),
    );
  });
});

describe('a pinned image', () => {
  it('is a digest, alone or after its name and tag', () => {
    for (const text of [
      digest,
      `ghcr.io/acme/shop@${digest}`,
      `ghcr.io:443/acme/shop:v1@${digest}`,
      `v1.2@${digest}`,
    ]) {
      const pin = readTarget(`web: {image: "${text}"}`, image);
      assert.deepEqual([pin.state, pin.state === 'unresolved' && pin.digest], ['unresolved', digest], text);
    }
    assert.equal(readTarget(`${digest}\n`, target('digest.txt', null, 'digest')).state, 'unresolved');
  });

  it('is refused with what was found', () => {
    const problem = (text: string): string => problemOf(readTarget(`web: {image: "${text}"}`, image));
    assert.match(
      problem('ghcr.io/acme/shop:v1'),
      /one image digest \(sha256:…\) at "web\.image".*a tag alone may stand/,
    );
    assert.match(problem(digest.toUpperCase().replace('SHA256', 'sha256')), /not in lower case/);
    assert.match(problem(`shop@${digest.slice(0, 50)}`), /it has 43 digits instead of 64/);
    assert.match(problem(`sha512:${'ab'.repeat(64)}`), /sha512 digests are not known/);
    assert.match(problem(sha('a')), /it is a commit SHA/);
    assert.match(problem(`shop@${digest} `), /there is white space in it/);
    assert.match(problem(''), /it is empty/);
  });
});

describe('the commit of a pinned image', () => {
  const pin = readTarget(`web: {image: ${digest}}`, image);
  const own: Attestation = {
    repository: 'Acme/Shop',
    commit: sha('a'),
    workflow: '.github/workflows/build.yml',
    predicateType: 'https://slsa.dev/provenance/v1',
  };
  const from = (...attestations: Attestation[]): Pin => builtFrom(pin, attestations, repository);

  it('is what its attestations say of this repository', () => {
    const bill = { ...own, repository: null, commit: null, predicateType: 'https://spdx.dev/Document' };
    assert.deepEqual(from(bill, own, own), { state: 'valid', sha: sha('a'), digest });
  });

  it('stays unknown, with the reason, when they do not agree or there is none', () => {
    assert.match(problemOf(from()), /^Which commit sha256:abababababab… was built from is not known: it has no build/);
    assert.match(problemOf(from({ ...own, repository: 'acme/other' })), /no attestation names a commit of this/);
    assert.match(problemOf(from({ ...own, commit: null })), /no attestation names a commit of this/);
    assert.match(problemOf(from(own, { ...own, commit: sha('b') })), /name 2 different commits/);
    assert.equal(from().state, 'unresolved');
  });
});
