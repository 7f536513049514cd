import type { Label, Person } from '../core/release';
import type { Reader } from './reader';

// GitHub shows the work of deleted accounts under this name.
const ghost: Person = { login: 'ghost', isBot: false };

/** Who did something; `ghost` when the account is gone. */
export function personIn(user: Reader): Person {
  return (
    user.maybe((present) => {
      const login = present.at('login').text();
      const type = present.at('type').word({ Bot: 'bot' }, 'other');
      return { login, isBot: type === 'bot' || login.endsWith('[bot]') };
    }) ?? ghost
  );
}

/** A login, where GitHub knows one: it gives null, or an empty object, for people it cannot place. */
export function loginIn(user: Reader): string | null {
  return user.maybe((present) => present.at('login').maybe((login) => login.text()));
}

export function labelIn(label: Reader): Label {
  const color = label.at('color').maybe((value) => value.text()) ?? '';
  return { name: label.at('name').text(), color: /^[0-9a-fA-F]{6}$/.test(color) ? color : 'ededed' };
}
