import { HumanError } from '../core/errors';
import type { Forge } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import { repositoryKey, repositoryLabel } from '../core/repository';
import { ApiHistory } from './apiHistory';
import { readAttestations } from './attestations';
import { readBranchRules } from './branchRules';
import { readCommitOnBranch } from './candidates';
import { readChecks } from './checks';
import type { GitHubClient } from './client';
import { addComment, readComments, updateComment } from './comments';
import { readCommit, readFileHistory, readPullsOfCommit } from './commits';
import { readDeploymentOf, readDeployments, readLastSuccess } from './deployments';
import { createGateCheck, readGateCheckDigest } from './gateChecks';
import { addLabel, createLabel, readLabel, removeLabel } from './labels';
import { Presence } from './presence';
import { createBranch, createCommit, openPull } from './proposals';
import { readOpenPulls, readPull, readPullCommits, readPullFiles, updateBody } from './pulls';
import { readFile } from './files';
import { readPullsOfCommits } from './pullsOfCommits';
import { readAccount, readBranch, readRepository } from './repositories';
import { dismissReview, readReviews, submitReview } from './reviews';
import { readTeamMembers } from './teams';

/**
 * The forge on one GitHub host, asked through one client.
 *
 * @param host The web host whose repositories the client's token is for. A repository of another host is refused
 * (`invalid-input`) before anything is sent.
 */
export function createGitHubForge(client: GitHubClient, host: string): Forge {
  const presence = new Presence(client);
  const histories = new Map<string, ApiHistory>();

  /** Lets a call through when its repository lives on this host. */
  function on<Arguments extends readonly unknown[], Result>(
    call: (id: RepositoryId, ...rest: Arguments) => Promise<Result>,
  ): (id: RepositoryId, ...rest: Arguments) => Promise<Result> {
    return async (id, ...rest) => {
      checkHost(id);
      return call(id, ...rest);
    };
  }

  function checkHost(id: RepositoryId): void {
    if (id.host === host) return;
    throw new HumanError(
      'invalid-input',
      `${repositoryLabel(id)} is not on ${host}, so this sign-in is not used for it.`,
    );
  }

  return {
    account: () => readAccount(client),
    repository: on((id) => readRepository(client, presence, id)),
    branch: on((id, branch) => readBranch(client, presence, id, branch)),
    file: on((id, path, ref) => readFile(client, presence, id, path, ref)),
    openPulls: on((id, base) => readOpenPulls(client, id, base)),
    pull: on((id, number) => readPull(client, id, number)),
    pullCommits: on((id, number) => readPullCommits(client, id, number)),
    pullFiles: on((id, number) => readPullFiles(client, id, number)),
    reviews: on((id, number) => readReviews(client, id, number)),
    checks: on((id, sha) => readChecks(client, id, sha)),
    comments: on((id, number) => readComments(client, id, number)),
    branchRules: on((id, branch) => readBranchRules(client, id, branch)),
    commit: on((id, sha) => readCommit(client, presence, id, sha)),
    fileHistory: on((id, branch, path, limit) => readFileHistory(client, id, branch, path, limit)),
    pullsOfCommit: on((id, sha) => readPullsOfCommit(client, id, sha)),
    pullsOfCommits: on((id, shas, signal) => readPullsOfCommits(client, id, shas, signal)),
    lastSuccess: on((id, environment, limit) => readLastSuccess(client, id, environment, limit)),
    deployments: on((id, environment, limit) => readDeployments(client, id, environment, limit)),
    commitOnBranch: on((id, branch, sha) => readCommitOnBranch(client, id, branch, sha)),
    deploymentOf: on((id, environment, sha) => readDeploymentOf(client, id, environment, sha)),
    teamMembers: on((_, team) => readTeamMembers(client, team)),
    attestations: on((id, digest) => readAttestations(client, presence, id, digest)),
    history(id) {
      checkHost(id);
      const known = histories.get(repositoryKey(id));
      const history = known ?? new ApiHistory(client, presence, id);
      histories.set(repositoryKey(id), history);
      return history;
    },
    updateBody: on((id, number, body) => updateBody(client, id, number, body)),
    label: on((id, name) => readLabel(client, id, name)),
    createLabel: on((id, label) => createLabel(client, id, label)),
    addLabel: on((id, number, name) => addLabel(client, id, number, name)),
    removeLabel: on((id, number, name) => removeLabel(client, id, number, name)),
    submitReview: on((id, number, review) => submitReview(client, id, number, review)),
    createCommit: on((id, parent, message, files) => createCommit(client, id, parent, message, files)),
    createBranch: on((id, branch, at) => createBranch(client, id, branch, at)),
    openPull: on((id, pull) => openPull(client, id, pull)),
    updateComment: on((id, commentId, body) => updateComment(client, id, commentId, body)),
    gateCheckDigest: on((id, sha, name) => readGateCheckDigest(client, id, sha, name)),
    createGateCheck: on((id, sha, check) => createGateCheck(client, id, sha, check)),
    addComment: on((id, number, body) => addComment(client, id, number, body)),
    dismissReview: on((id, number, reviewId, message) => dismissReview(client, id, number, reviewId, message)),
  };
}
