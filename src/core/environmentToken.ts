/** Environment variables, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The web host that `GITHUB_SERVER_URL` names, github.com by default; `null` when it is not a URL
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
 */
export function environmentHost(environment: Environment): string | null {
  const server = environment['GITHUB_SERVER_URL'] ?? '';
  if (server === '') return 'github.com';
  return URL.canParse(server) ? new URL(server).host : null;
}

/** `GITHUB_TOKEN`, for the host that it belongs to (see {@link environmentHost}) and no other. */
export function environmentToken(host: string, environment: Environment): string | null {
  const token = environment['GITHUB_TOKEN'] ?? '';
  return token !== '' && environmentHost(environment) === host ? token : null;
}
