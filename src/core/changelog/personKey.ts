import type { Person } from '../history';

// `NNN+login@…`, since 2017, or `login@…`; an Enterprise Server has its own host name in place of github.com
// (https://docs.github.com/en/account-and-profile/reference/email-addresses-reference).
const noreply = /^(?:[0-9]+\+)?([^@+]+)(@users\.noreply\.[^@]+)$/;

/**
 * Who someone is, as far as one spelling tells: the e-mail address without regard to case and, for GitHub's noreply
 * addresses, without the account's number; the name where there is no address.
 */
export function personKey({ name, email }: Person): string {
  if (email === '') return name.toLowerCase();
  const address = email.toLowerCase();
  return address.includes('@users.noreply.') ? address.replace(noreply, '$1$2') : address;
}

/** The login, in lower case, when a {@link personKey} is a GitHub noreply address. */
export function noreplyLogin(key: string): string | undefined {
  return noreply.exec(key)?.[1];
}
