import { HumanError, messageOf } from '../../core/errors';

/** The parts of a run that a token may be too weak for. */
export type RunPart = 'read' | 'description' | 'comment' | 'check';

/** https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
const permissions: Readonly<Record<RunPart, string>> = {
  read: 'contents: read, pull-requests: read, checks: read, statuses: read, deployments: read',
  description: 'pull-requests: write',
  comment: 'pull-requests: write',
  check: 'checks: write',
};

/** What went wrong, as whole sentences; where the token is too weak, with the permission that the job lacks. */
export function failureText(error: unknown, part: RunPart): string {
  const text = error instanceof HumanError ? error.message : `Unexpected error: ${messageOf(error)}`;
  if (!(error instanceof HumanError) || error.kind !== 'forbidden') return text;
  const lacks = `${text} The job lacks the permission ${permissions[part]}: add it to "permissions" in the workflow.`;
  if (part !== 'check') return lacks;
  return `${lacks} A personal access token cannot report checks: pass github.token or the token of an app.`;
}
