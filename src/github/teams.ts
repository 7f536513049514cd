import { HumanError } from '../core/errors';
import type { GitHubClient } from './client';
import { refusalStatus } from './githubErrors';

// Organizations and slugs, checked before they become part of an address.
const teamPattern = /^(?<org>[A-Za-z0-9][A-Za-z0-9_-]{0,99})\/(?<slug>[A-Za-z0-9][A-Za-z0-9_-]{0,199})$/;

/**
 * The logins of a team's members, those of its child teams included; an invitation counts only once it is accepted.
 * “To list members in a team, the team must be visible to the authenticated user.”
 * https://docs.github.com/rest/teams/members#list-team-members
 *
 * Whether there is no such team, the account is no member of the organization or the token lacks the scope is one and
 * the same refusal, so the sentence names them all.
 */
export async function readTeamMembers(client: GitHubClient, team: string): Promise<readonly string[]> {
  const { org, slug } = teamPattern.exec(team)?.groups ?? {};
  const doing = `read the members of the team ${team}`;
  if (org === undefined || slug === undefined) {
    throw new HumanError('invalid-input', `Could not ${doing}: a team is written as organisation/team.`);
  }
  const ask = {
    doing,
    route: 'GET /orgs/{org}/teams/{team_slug}/members',
    parameters: { org, team_slug: slug.toLowerCase() },
  };
  try {
    return await client.readAll(ask, (member) => member.at('login').text());
  } catch (error) {
    if (![403, 404].includes(refusalStatus(error)) || !(error instanceof HumanError)) throw error;
    const advice =
      'It takes a member of the organization and a token with the scope “read:org” (or, of a fine-grained token or an ' +
      'app, the organization permission to read members).';
    throw new HumanError('forbidden', `${error.message} ${advice}`);
  }
}
