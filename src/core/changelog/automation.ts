import type { Author } from './model';
import { noreplyLogin, personKey } from './personKey';

/** Names, with `-` for white space, and logins. */
const automation: ReadonlySet<string> = new Set([
  'claude',
  'claude-code',
  'copilot',
  'copilot-autofix-powered-by-ai',
  'copilot-swe-agent',
  'cursor-agent',
  'dependabot',
  'dependabot-preview',
  'github-action',
  'github-actions',
  'github-copilot',
  'github-merge-queue',
  'renovate',
  'renovate-bot',
  'web-flow',
]);

const automationAddresses: ReadonlySet<string> = new Set([
  'action@github.com',
  'actions@github.com',
  'amp@ampcode.com',
  'bot@renovateapp.com',
  'cursoragent@cursor.com',
  'noreply@anthropic.com',
  'noreply@github.com',
  'support@dependabot.com',
]);

function isAutomationName(name: string): boolean {
  const plain = name.trim().toLowerCase();
  if (plain.endsWith('[bot]') || automation.has(plain.replace(/\s/g, '-'))) return true;
  // `Claude Opus 4.6`: a model with its version; a person of that first name has no number.
  return plain.startsWith('claude ') && /[0-9]/.test(plain);
}

/**
 * Whether this is a machine and no person: names, logins and noreply logins that end in `[bot]`, and well-known names
 * and addresses.
 */
export function isAutomation(author: Author): boolean {
  const key = personKey(author);
  const ownLogin = noreplyLogin(key);
  return (
    automationAddresses.has(key) ||
    isAutomationName(author.name) ||
    (author.login !== null && isAutomationName(author.login)) ||
    (ownLogin !== undefined && isAutomationName(ownLogin))
  );
}
