import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { actOn } from './act';
import type { Act } from './act';
import { send } from './answer';
import { Faults } from './faults';
import { readRequest } from './incoming';
import { Rates } from './rates';
import type { RateLimits } from './rates';
import type { JournalEntry, Records, RequestRecord } from './record';
import type { Seed } from './seed';
import { seedWorld } from './seedState';
import { serve } from './service';
import { serveGit } from './smartHttp';
import { viewOf } from './stateView';
import type { StateView } from './stateView';

/** How to run a double. */
export interface GitHubOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** The time that answers carry; the machine's own when left out. */
  readonly now?: () => Date;
  readonly rateLimits?: RateLimits;
  /** How many commits of a comparison can be paged through; 10,000 when left out, as people report of GitHub. */
  readonly comparedCommits?: number;
  /** Compares requests and answers with GitHub's description of its API; on unless false. */
  readonly validate?: boolean;
}

/** A strict stand-in for GitHub's REST API and the part of GraphQL in use, over HTTP on 127.0.0.1, backed by real bare git repositories. */
export interface GitHubDouble {
  /**
   * `http://127.0.0.1:<port>`: web pages, git (`/{owner}/{repo}.git`) and the API, which is at `/api/v3` too; GraphQL is
   * at `/graphql` and `/api/graphql`.
   */
  readonly url: string;
  /** Every write that arrived, in order, applied or refused; a GraphQL query is none. */
  readonly journal: readonly JournalEntry[];
  /** Every request of the API, GraphQL and git that arrived, in order of their answers. */
  readonly requests: readonly RequestRecord[];
  /** Where requests or answers differed from GitHub's description; empty in a good test. */
  readonly violations: readonly string[];
  readonly faults: Faults;
  /** What other people do. */
  readonly act: Act;
  /** Read access for assertions. */
  readonly state: StateView;
  /** Forgets journal, requests and violations; the state stays. */
  forget(): void;
  close(): Promise<void>;
}

/** Starts a double from a seed. The seed's git repositories are only read: branches and new objects go to copies. */
export async function startGitHub(seed: Seed, options: GitHubOptions = {}): Promise<GitHubDouble> {
  const clock = options.now ?? ((): Date => new Date());
  const { world, folder } = await seedWorld(seed, clock, options.comparedCommits ?? 10_000);
  const faults = new Faults();
  const records: Records = { journal: [], requests: [], violations: [] };
  const rates = new Rates(options.rateLimits ?? { signedIn: 5000, anonymous: 60 }, clock);
  let last: Promise<unknown> = Promise.resolve();
  const exclusive = <Result>(change: () => Promise<Result>): Promise<Result> => {
    const run = last.then(change);
    last = run.catch(() => undefined);
    return run;
  };
  const service = { world, clock, rates, faults, records, validate: options.validate ?? true, exclusive };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (serveGit(world, records, request, response)) return;
    const { answer, truncate } = await serve(service, await readRequest(request), url);
    if (answer === undefined) request.socket.destroy();
    else send(response, answer, truncate);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      // A client that hangs up in the middle of its request is no fault of the double.
      if (!request.destroyed) records.violations.push(`the double failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The double has no port.');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    journal: records.journal,
    requests: records.requests,
    violations: records.violations,
    faults,
    act: actOn(world, exclusive),
    state: viewOf(world),
    forget: () => {
      for (const list of [records.journal, records.requests, records.violations]) list.length = 0;
    },
    close: async () => {
      faults.clear();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const repository of new Set(world.repositories.values())) repository.git.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
