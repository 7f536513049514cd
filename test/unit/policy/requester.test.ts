import assert from 'node:assert/strict';
import { known, unknown, type Known } from '../../../src/core/known';
import { requesterOf } from '../../../src/core/policy/requester';
import type { PullCommit } from '../../../src/core/release';
import { aPull, sha } from '../../builders';

const bot = { login: 'release-bot[bot]', isBot: true };

function commits(...messages: readonly string[]): Known<readonly PullCommit[]> {
  const by = { author: bot.login, committer: bot.login, authorName: '', authorEmail: '' };
  return known(messages.map((message) => ({ sha: sha('c'), ...by, message })));
}

function named(body: string, ...messages: readonly string[]): string | null {
  const found = requesterOf(aPull({ author: bot, body }), commits(...messages));
  return found.known ? found.value : found.reason;
}

describe('who made a bot open a release', () => {
  it('is nobody where a person opened it', () => {
    assert.deepEqual(requesterOf(aPull({ body: 'Requested by @ines' }), commits()), known(null));
  });

  it('is who the description names on a line of its own', () => {
    for (const line of [
      'Requested by @ines',
      'requested-by: @ines',
      '- **Requested by:** @ines',
      '> _Triggered by @ines._',
      '<!-- initiated-by: @ines -->',
      'On behalf of @ines',
    ]) {
      assert.equal(named(`Release\n\n${line}\r\nmore`), 'ines', line);
    }
    assert.equal(named('Requested by @ines_acme'), 'ines_acme');
  });

  it('is not who is named in passing', () => {
    for (const body of [
      'feat: retries (requested by @ines)',
      'Requested by @ines and others',
      'Requested by ines',
      'Requested by @',
      `Requested by @${'a'.repeat(200)}`,
      `${'>'.repeat(400)}Requested by @ines`,
    ]) {
      assert.equal(named(body), null, body);
    }
  });

  it('is who a trailer of its commits names', () => {
    assert.equal(named('', 'Release 12\n\nRequested-by: @ines\n'), 'ines');
    assert.equal(named('', 'Release 12\n\nOn-behalf-of: @acme <release@acme.example>\n'), null);
  });

  it('is else the one co-author by an address of GitHub', () => {
    const trailer = (address: string): string => `Release\n\nCo-authored-by: Ines Duarte <${address}>`;
    assert.equal(named('', trailer('123+ines@users.noreply.github.com')), 'ines');
    assert.equal(named('', trailer('ines@users.noreply.ghe.acme.example')), 'ines');
    assert.equal(named('', trailer('ines@acme.example')), null);
    assert.equal(named('', trailer('49699333+dependabot[bot]@users.noreply.github.com')), null);
    assert.equal(named('Requested by @omar', trailer('123+ines@users.noreply.github.com')), 'omar');
  });

  it('is not told where two are named', () => {
    assert.equal(named('Requested by @ines', 'Release\n\nRequested-by: @INES'), 'ines');
    assert.match(named('Requested by @ines', 'x\n\nRequested-by: @omar') ?? '', /several people .*\(@ines, @omar\)/);
  });

  it('is never the bot itself', () => {
    const agent = { login: 'Copilot', isBot: true };
    const message = 'x\n\nCo-authored-by: Copilot <198982749+copilot@users.noreply.github.com>';
    assert.deepEqual(requesterOf(aPull({ author: agent, body: '' }), commits(message)), known(null));
  });

  it('is unknown where the commits are', () => {
    const found = requesterOf(aPull({ author: bot, body: 'Requested by @ines' }), unknown('502'));
    assert.equal(found.known, false);
  });
});
