import { HumanError } from '../core/errors';
import type { Attestation } from '../core/release';
import { repositoryId, repositoryLabel, type RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import type { Digest } from '../core/versionFile';
import type { GitHubClient } from './client';
import { refusalStatus } from './githubErrors';
import type { Presence } from './presence';
import { MalformedAnswer, Reader } from './reader';

/** GitHub gives so many at a time, by cursors; nobody attests one image that often, unless to hide something. */
const most = 100;

/** Characters of one statement, in base64; a list of all packages in an image may be as long. */
const longestPayload = 24_000_000;

/**
 * The build attestations of an image that GitHub keeps for a repository. Their signatures are not checked here:
 * “in order to offer meaningful security benefits, an attestation's signature and timestamps must be cryptographically
 * verified”. https://docs.github.com/rest/repos/attestations#list-attestations
 */
export async function readAttestations(
  client: GitHubClient,
  presence: Presence,
  id: RepositoryId,
  digest: Digest,
): Promise<readonly Attestation[]> {
  const ask = {
    doing: `read the attestations of ${digest.slice(0, 19)}… in ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/attestations/{subject_digest}',
    parameters: { owner: id.owner, repo: id.name, subject_digest: digest, per_page: most },
  };
  try {
    const { total, found } = await client.read(ask, (answer) => ({
      total: answer.at('attestations').list().length,
      found: attestationsIn(answer, digest, id),
    }));
    presence.mark(id);
    if (total < most) return found;
  } catch (error) {
    if (refusalStatus(error) !== 404) throw error;
    await presence.confirm(id);
    return [];
  }
  throw new HumanError('unreadable-answer', `Could not ${ask.doing}: there are ${most} or more.`);
}

/** Maps the list of attestations; those of another image than asked for are left out. */
export function attestationsIn(answer: Reader, digest: Digest, id: RepositoryId): readonly Attestation[] {
  return answer
    .at('attestations')
    .list()
    .flatMap((each) => {
      const statement = each.at('bundle').maybe(statementIn);
      if (statement === null) return [silent];
      return optional(() => ofImage(statement, digest)) === true ? [attestationIn(statement, id)] : [];
    });
}

/** One that is kept elsewhere, or that cannot be understood. */
const silent: Attestation = { repository: null, commit: null, workflow: null, predicateType: 'unknown' };

/**
 * The statement in a Sigstore bundle's envelope: https://github.com/in-toto/attestation/blob/main/spec/v1/envelope.md.
 * Whoever may write attestations chose every byte of it.
 */
function statementIn(bundle: Reader): Reader | null {
  return optional(() => {
    const payload = bundle.at('dsseEnvelope').at('payload').text();
    if (payload.length > longestPayload) return null;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64'));
    return new Reader(JSON.parse(text), 'statement');
  });
}

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md: one of the subjects has to be the image. */
function ofImage(statement: Reader, digest: Digest): boolean {
  return statement
    .at('subject')
    .list()
    .some((subject) => optional(() => `sha256:${subject.at('digest').at('sha256').text()}`) === digest);
}

/**
 * SLSA provenance v1 as GitHub's workflows write it: `externalParameters.workflow` says which workflow of which
 * repository, and the resolved dependency with that repository's address from which commit.
 * https://slsa.dev/spec/v1.0/provenance, https://actions.github.io/buildtypes/workflow/v1
 */
function attestationIn(statement: Reader, id: RepositoryId): Attestation {
  const predicateType = optional(() => statement.at('predicateType').text().slice(0, 200)) ?? silent.predicateType;
  const definition = optional(() => statement.at('predicate').at('buildDefinition'));
  const workflow = optional(() => definition?.at('externalParameters').at('workflow') ?? null);
  const address = optional(() => workflow?.at('repository').text() ?? null);
  if (definition === null || address === null) return { ...silent, predicateType };
  const path = optional(() => workflow?.at('path').text() ?? null);
  return {
    predicateType,
    repository: repositoryAt(address, id.host),
    commit: commitIn(definition, address),
    workflow: path === null ? null : path.slice(0, 400),
  };
}

/** `owner/name`, with the host in front when it is another one. */
function repositoryAt(address: string, host: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const [, owner = '', name = '', ...more] = url?.pathname.split('/') ?? [];
  const named = url?.protocol === 'https:' && more.length === 0 ? repositoryId(url.host, owner, name) : undefined;
  if (named === undefined) return null;
  return named.host === host ? `${named.owner}/${named.name}` : `${named.host}/${named.owner}/${named.name}`;
}

/** The commit of the dependency that is the repository itself; `null` when there is none, or there are several. */
function commitIn(definition: Reader, address: string): Sha | null {
  const dependencies = optional(() => definition.at('resolvedDependencies').list()) ?? [];
  const commits = dependencies.flatMap((each) => {
    const uri = optional(() => each.at('uri').text()) ?? '';
    const own = uri === `git+${address}` || uri.startsWith(`git+${address}@`);
    const commit = own ? optional(() => each.at('digest').at('gitCommit').sha()) : null;
    return commit === null ? [] : [commit];
  });
  const [only, ...more] = new Set(commits);
  return more.length > 0 ? null : (only ?? null);
}

/** What is not as it should be says nothing. */
function optional<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    // What JSON and UTF-8 refuse, and texts that are nested too deeply.
    if (error instanceof MalformedAnswer || error instanceof SyntaxError) return null;
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}
