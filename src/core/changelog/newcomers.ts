import type { Person } from '../history';
import { known, type Known } from '../known';
import type { Sha } from '../sha';
import type { Commit, Newcomer } from './model';
import type { Pace } from './pace';
import { People } from './people';

/**
 * Who wrote their first commit in this range, as author. People change addresses, and to call somebody new who is not
 * is worse than to miss somebody who is. So nobody is new of whom the history before has the address, the login, or
 * the name: a full name of two words or more without regard to case, or a name that is a login (see {@link People});
 * and one name is one newcomer. A single word, `Alex`, is too few to know somebody by. Only commits that come in count. Co-authors do not, because the history before is told by authors
 * only, and somebody may have been a co-author there.
 * @returns in the order of their newest commit; unknown when the history before the range is
 */
export function* findNewcomers(
  commits: readonly Commit[],
  authorsBefore: Known<readonly Person[]>,
  pace: Pace,
): Generator<void, Known<readonly Newcomer[]>> {
  if (!authorsBefore.known) return authorsBefore;
  const people = new People(true);
  const keysBefore = new Set<string>();
  for (const { name, email } of authorsBefore.value) {
    const key = people.read({ name, email, login: null });
    if (key !== null) keysBefore.add(key);
    if (pace.spend()) yield;
  }
  for (const { authors } of commits) {
    for (const author of authors) people.read(author);
    if (pace.spend()) yield;
  }
  people.joinNames();
  const before = new Set<string>();
  for (const key of keysBefore) {
    before.add(people.personOf(key));
    if (pace.spend()) yield;
  }
  const newcomers = new Map<string, { name: string; login: string | null; readonly commits: Sha[] }>();
  for (const { sha, authors, removed } of commits) {
    if (pace.spend()) yield;
    if (removed) continue;
    for (const author of authors) {
      const key = people.read(author);
      if (key === null) continue;
      const person = people.personOf(key);
      if (before.has(person)) continue;
      const newcomer = newcomers.get(person) ?? { name: '', login: null, commits: [] };
      if (newcomer.name === '') newcomer.name = author.name.trim();
      newcomer.login ??= author.login;
      newcomer.commits.push(sha);
      newcomers.set(person, newcomer);
    }
  }
  return known([...newcomers.values()]);
}
