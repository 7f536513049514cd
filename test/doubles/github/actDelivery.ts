import type { SeedCheckRun, SeedDeployment, SeedPermission, SeedProtection, SeedRuleset, SeedStatus } from './seed';
import { findRepository } from './state';
import type { Id, Repository, World } from './state';

/** A check run to report; it counts as started now unless `startedAt` says otherwise. */
export type ReportedRun = Omit<SeedCheckRun, 'startedAt'> & { readonly startedAt?: string };

/** What machines and administrators do. Repositories are named "owner/name". */
export interface DeliveryActs {
  /** Reports a check run; a later one of the same name and app supersedes it. Answers its id. */
  checkRun(repository: string, run: ReportedRun): Id;
  /** Reports a commit status; answers its id. */
  status(repository: string, status: Omit<SeedStatus, 'at'> & { readonly at?: string }): Id;
  /** Creates a deployment; answers its id. */
  deployment(repository: string, deployment: StartedDeployment): Id;
  deploymentStatus(repository: string, id: Id, status: ReportedDeploymentStatus): void;
  /** Sets or, with undefined, lifts classic branch protection. */
  protect(repository: string, branch: string, protection: SeedProtection | undefined): void;
  /** Adds a ruleset, in place of the one with the same id. */
  ruleset(repository: string, ruleset: SeedRuleset): void;
  /** Grants or, with undefined, takes away a permission. */
  permission(repository: string, login: string, permission: SeedPermission | undefined): void;
  setPrivate(repository: string, isPrivate: boolean): void;
  /** Stores an attestation of an image digest (`sha256:…`). */
  attest(repository: string, digest: string, bundle: unknown): void;
  /** Makes a team of an organization have these members; without any the team is gone. */
  team(organization: string, slug: string, members: readonly string[] | undefined): void;
  revokeToken(token: string): void;
  /** Renames a repository; the old name answers 301 from now on. */
  rename(repository: string, name: string): void;
}

export type StartedDeployment = Pick<SeedDeployment, 'sha' | 'ref' | 'environment' | 'creator'> & {
  readonly at?: string;
};

export type ReportedDeploymentStatus = Omit<SeedDeployment['statuses'][number], 'at'> & { readonly at?: string };

/** Makes those actions on a world. */
export function deliver(world: World): DeliveryActs {
  const repositoryOf = (name: string): Repository => findRepository(world, name);
  return {
    checkRun: (name, { startedAt = world.now(), conclusion, completedAt, summary, ...run }) => {
      const id = world.nextId();
      const done = run.status === 'completed' ? (completedAt ?? world.now()) : null;
      const rest = { conclusion: conclusion ?? null, completedAt: done, summary: summary ?? null };
      repositoryOf(name).checkRuns.push({ id, startedAt, ...run, ...rest });
      return id;
    },
    status: (name, { at = world.now(), ...status }) => {
      const id = world.nextId();
      repositoryOf(name).statuses.push({ id, at, targetUrl: null, ...status });
      return id;
    },
    deployment: (name, { at = world.now(), ...deployment }) => {
      const id = world.nextId();
      repositoryOf(name).deployments.push({ id, at, description: null, statuses: [], ...deployment });
      return id;
    },
    deploymentStatus: (name, id, { state, at = world.now(), description = '', logUrl = '' }) => {
      const deployment = repositoryOf(name).deployments.find((each) => String(each.id) === String(id));
      if (deployment === undefined) throw new Error(`No deployment ${id} in ${name}.`);
      const { creator } = deployment;
      deployment.statuses.push({ id: world.nextId(), state, at, description, logUrl, creator });
    },
    protect: (name, branch, protection) => {
      const all = repositoryOf(name).protection;
      if (protection === undefined) all.delete(branch);
      else all.set(branch, protection);
    },
    ruleset: (name, ruleset) => {
      const { rulesets } = repositoryOf(name);
      const place = rulesets.findIndex((each) => each.id === ruleset.id);
      if (place < 0) rulesets.push(ruleset);
      else rulesets[place] = ruleset;
    },
    permission: (name, login, permission) => {
      const all = repositoryOf(name).collaborators;
      if (permission === undefined) all.delete(login.toLowerCase());
      else all.set(login.toLowerCase(), permission);
    },
    attest: (name, digest, bundle) => {
      const { attestations } = repositoryOf(name);
      attestations.set(digest, [...(attestations.get(digest) ?? []), bundle]);
    },
    team: (login, slug, members) => {
      const organization = world.organizations.get(login.toLowerCase());
      if (organization === undefined) throw new Error(`No organization ${login} in this double.`);
      const others = organization.teams.filter((each) => each.slug !== slug);
      const teams = members === undefined ? others : [...others, { slug, name: slug, members }];
      world.organizations.set(login.toLowerCase(), { ...organization, teams });
    },
    setPrivate: (name, isPrivate) => {
      repositoryOf(name).private = isPrivate;
    },
    revokeToken: (secret) => {
      const token = world.tokens.get(secret);
      if (token === undefined) throw new Error('No such token.');
      token.revoked = true;
    },
    rename: (name, fresh) => {
      const repository = repositoryOf(name);
      world.repositories.delete(name.toLowerCase());
      world.moved.set(name.toLowerCase(), repository);
      repository.name = fresh;
      world.repositories.set(`${repository.owner}/${fresh}`.toLowerCase(), repository);
    },
  };
}
