import { repositoryId, type RepositoryId } from '../core/repository';

// https://git-scm.com/docs/git-clone#_git_urls. Only the forms that can name a repository on a GitHub host.
const schemeForm = /^(https?|ssh|git\+ssh|ssh\+git|git):\/\/(?:[^@/]*@)?([A-Za-z0-9.-]+)(?::(\d{1,5})?)?\/(.+)$/i;
const scpForm = /^(?:[^@/:]+@)?([A-Za-z0-9.-]+):\/?(?!\/)(.+)$/;
// A URL with any of these was not made by a person or by git.
const forbidden = /[\p{Cc}\p{Cf}\s\\]/u;
const longestUrl = 2048;

// https://docs.github.com/en/authentication/troubleshooting-ssh/using-ssh-over-the-https-port
const hostAliases: ReadonlyMap<string, string> = new Map([
  ['ssh.github.com', 'github.com'],
  ['www.github.com', 'github.com'],
]);

function webHost(scheme: string, host: string, port: string | undefined, known: ReadonlySet<string>): string | null {
  const name = hostAliases.get(host) ?? host;
  if (scheme === 'https' || scheme === 'http') {
    const usual = port === undefined || port === (scheme === 'https' ? '443' : '80');
    const wanted = usual ? name : `${name}:${port}`;
    return known.has(wanted) ? wanted : null;
  }
  // The port of SSH and of the git protocol says nothing about the port of the web host.
  if (known.has(name)) return name;
  const withPort = [...known].filter((candidate) => candidate.split(':')[0] === name);
  return withPort.length === 1 ? (withPort[0] ?? null) : null;
}

/**
 * The repository that a remote's URL names; `null` when it names none on a known host.
 *
 * Understands https, ssh and git URLs and the scp-like `git@host:owner/name.git`, with user information, ports, trailing
 * slashes and `.git`. Local paths, `ext::` and other transport helpers, encoded or climbing paths name nothing. Host
 * aliases of the user's SSH configuration are not followed.
 *
 * @param knownHosts web hosts in lower case, as `github.com` or `git.example.com:8443`
 */
export function repositoryOfRemote(url: string, knownHosts: ReadonlySet<string>): RepositoryId | null {
  if (url.length > longestUrl || forbidden.test(url)) return null;
  const byScheme = schemeForm.exec(url);
  const byScp = byScheme === null ? scpForm.exec(url) : null;
  const [scheme, host, port, path] =
    byScheme === null
      ? ['ssh', byScp?.[1], undefined, byScp?.[2]]
      : [byScheme[1], byScheme[2], byScheme[3], byScheme[4]];
  if (scheme === undefined || host === undefined || path === undefined) return null;

  const web = webHost(scheme.toLowerCase(), host.toLowerCase(), port, knownHosts);
  if (web === null) return null;
  const parts = path
    .replace(/\/$/, '')
    .replace(/\.git$/, '')
    .split('/');
  const [owner = '', name = ''] = parts;
  return parts.length === 2 ? (repositoryId(web, owner, name) ?? null) : null;
}
