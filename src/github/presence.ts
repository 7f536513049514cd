import type { RepositoryId } from '../core/repository';
import { repositoryKey, repositoryLabel } from '../core/repository';
import type { GitHubClient } from './client';

/**
 * Tells “there is no such thing” from “you may not see the repository”: GitHub answers 404 to both. A 404 inside a
 * repository is believed once the repository has been seen with this account; before that, it is asked for.
 */
export class Presence {
  readonly #client: GitHubClient;
  readonly #seen = new Set<string>();

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** Notes that something of this repository was readable. */
  mark(id: RepositoryId): void {
    this.#seen.add(repositoryKey(id));
  }

  /** Resolves when the repository can be seen; rejects with GitHub's refusal when not. */
  async confirm(id: RepositoryId): Promise<void> {
    if (this.#seen.has(repositoryKey(id))) return;
    const ask = {
      doing: `read the repository ${repositoryLabel(id)}`,
      route: 'GET /repos/{owner}/{repo}',
      parameters: { owner: id.owner, repo: id.name },
    };
    await this.#client.read(ask, (answer) => answer.at('full_name').text());
    this.mark(id);
  }
}
