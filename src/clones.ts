import type { CloneHistory } from './core/ports';
import { repositoryKey, type RepositoryId } from './core/repository';
import type { GitProgram } from './git/gitProgram';
import type { WorkingCopy } from './git/workingCopies';

export interface CloneOptions {
  readonly folders: () => readonly string[];
  readonly trusted: () => boolean;
  readonly configuredGit: () => string | undefined;
  readonly hosts: () => ReadonlySet<string>;
  /** A folder of the extension's own, for shadow repositories. */
  readonly storage: string;
  /** From where a repository is fetched, with the token of its host; `null` where that is not known. */
  readonly remote: (id: RepositoryId) => Promise<{ readonly url: string; readonly token: string | null } | null>;
}

interface FoundClone {
  readonly id: RepositoryId;
  readonly history: CloneHistory;
}

/** The clones in the workspace, found and read by git; none in Restricted Mode, where no git runs. */
export class Clones {
  private found: Promise<ReadonlyMap<string, FoundClone>> | null = null;
  private readonly options: CloneOptions;

  constructor(options: CloneOptions) {
    this.options = options;
  }

  /** Looks at the folders again on the next question. */
  forget(): void {
    this.found = null;
  }

  async repositories(): Promise<readonly RepositoryId[]> {
    return [...(await this.look()).values()].map(({ id }) => id);
  }

  async history(id: RepositoryId): Promise<CloneHistory | null> {
    return (await this.look()).get(repositoryKey(id))?.history ?? null;
  }

  private look(): NonNullable<typeof this.found> {
    this.found ??= this.search();
    return this.found;
  }

  private async search(): Promise<ReadonlyMap<string, FoundClone>> {
    const found = new Map<string, FoundClone>();
    const { folders, trusted, configuredGit, hosts, storage, remote } = this.options;
    if (!trusted()) return found;
    const { findGit } = await import('./git/gitProgram');
    const program = await findGit({
      configured: configuredGit(),
      searchPath: process.env['PATH'],
      forbiddenFolders: folders(),
    });
    if (program === null) return found;
    for (const copy of await this.workingCopies(program)) {
      for (const id of await repositoriesOf(copy, hosts())) {
        const key = repositoryKey(id);
        if (found.has(key)) continue;
        const { createGitHistory } = await import('./git/gitHistory');
        found.set(key, { id, history: createGitHistory(copy, { program, storage, remote: () => remote(id) }) });
      }
    }
    return found;
  }

  private async workingCopies(program: GitProgram): Promise<readonly WorkingCopy[]> {
    const { findRepositories } = await import('./git/workingCopies');
    const perFolder = await Promise.all(this.options.folders().map((folder) => findRepositories(folder, { program })));
    return perFolder.flat();
  }
}

async function repositoriesOf(copy: WorkingCopy, hosts: ReadonlySet<string>): Promise<readonly RepositoryId[]> {
  const { repositoryOfRemote } = await import('./git/remoteUrl');
  return copy.remotes.flatMap(({ url }) => {
    const id = repositoryOfRemote(url, hosts);
    return id === null ? [] : [id];
  });
}
