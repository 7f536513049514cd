import { known, unknown, type Known } from '../known';
import type { GateFacts } from './gate';

/** Logins are compared without case, as GitHub does; a leading `@` is how people write them. */
export function loginKey(login: string): string {
  return login.trim().replace(/^@/, '').toLowerCase();
}

/** Whether a name of the policy is a team (`organisation/team`) and not a login. */
export function isTeam(name: string): boolean {
  return name.includes('/');
}

/** As people write it: `@login` or `@organisation/team`. */
export function mention(name: string): string {
  return name.startsWith('@') ? name : `@${name}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[], word = 'and'): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** The members of a team, as {@link loginKey}s. */
export function membersOf(team: string, teams: GateFacts['teams']): Known<ReadonlySet<string>> {
  const members = teams.get(loginKey(team)) ?? unknown('it was not read');
  return members.known
    ? known(new Set(members.value.map(loginKey)))
    : unknown(`the members of ${mention(team)} are not known: ${members.reason}`);
}

/** Whether a person is one of these logins, or a member of one of these teams. */
export function isAmong(login: string, names: readonly string[], teams: GateFacts['teams']): Known<boolean> {
  const key = loginKey(login);
  let doubt: Known<boolean> | null = null;
  for (const name of names) {
    if (!isTeam(name)) {
      if (loginKey(name) === key) return known(true);
      continue;
    }
    const members = membersOf(name, teams);
    if (!members.known) doubt ??= members;
    else if (members.value.has(key)) return known(true);
  }
  return doubt ?? known(false);
}

/** All who are meant by these logins and teams. */
export function everybodyOf(names: readonly string[], teams: GateFacts['teams']): Known<ReadonlySet<string>> {
  const all = new Set<string>();
  for (const name of names) {
    if (!isTeam(name)) {
      all.add(loginKey(name));
      continue;
    }
    const members = membersOf(name, teams);
    if (!members.known) return members;
    for (const member of members.value) all.add(member);
  }
  return known(all);
}
