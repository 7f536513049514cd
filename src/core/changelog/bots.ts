import type { Sha } from '../sha';
import { Groups } from './groups';
import type { BotGroup, Commit } from './model';
import type { Pace } from './pace';
import { personKey } from './personKey';

/** `renovate[bot]`, `renovate-bot` and `Renovate Bot` are `renovate`. */
function plainName(name: string): string {
  const plain = name.trim().toLowerCase().replace(/\s+/g, '-');
  const bare = plain.replace(/-?\[bot\]$|-bot$/, '');
  return bare === '' ? plain : bare;
}

/**
 * The commits whose author is automation, by bot: spellings are one bot when they share an address, or a name but for
 * case, white space and `bot` at its end. The name is the one that most commits have, of equals the newest.
 * @returns largest first, then the newest
 */
export function* groupBots(commits: readonly Commit[], pace: Pace): Generator<void, BotGroup[]> {
  const groups = new Groups();
  for (const { bot, authors } of commits) {
    const [author] = authors;
    if (bot && author !== undefined) groups.join(`name ${plainName(author.name)}`, personKey(author));
    if (pace.spend()) yield;
  }
  const bots = new Map<string, { readonly names: Map<string, number>; readonly commits: Sha[] }>();
  for (const { sha, bot, authors } of commits) {
    const [author] = authors;
    if (pace.spend()) yield;
    if (!bot || author === undefined) continue;
    const key = groups.find(personKey(author));
    const entry = bots.get(key) ?? { names: new Map<string, number>(), commits: [] };
    const name = author.name.trim();
    entry.names.set(name, (entry.names.get(name) ?? 0) + 1);
    entry.commits.push(sha);
    bots.set(key, entry);
  }
  return [...bots.values()]
    .map(({ names, commits: shas }) => ({ name: mostFrequent(names), commits: shas }))
    .sort((a, b) => b.commits.length - a.commits.length);
}

function mostFrequent(names: ReadonlyMap<string, number>): string {
  let best = '';
  let most = 0;
  for (const [name, times] of names) {
    if (times <= most) continue;
    best = name;
    most = times;
  }
  return best;
}
