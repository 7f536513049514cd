import { HumanError } from '../../src/core/errors';
import { policyPath } from '../../src/core/policy/policySource';
import type { History, Forge } from '../../src/core/ports';
import type {
  Account,
  Attestation,
  Check,
  Comment,
  CommitSummary,
  Deployment,
  Label,
  PullRequest,
  Review,
} from '../../src/core/release';
import type { Sha } from '../../src/core/sha';
import { aComment, aPull, aReview, reviewer, sha, someRules } from '../builders';

/** A forge in memory: one repository, one release PR, every write in a list. */
export class FakeForge implements Forge {
  account_: Account = reviewer;
  pull_: PullRequest = aPull({ labels: [], body: '' });
  reviews_: readonly Review[] = [];
  labels: readonly string[] = ['risk: low', 'risk: medium', 'risk: high'];
  branchExists = true;
  versionAtTip = `${sha('1')}\n`;
  versionAtHead = `${sha('2')}\n`;
  files = [{ path: 'version.txt', status: 'modified' as const }];
  tip = sha('b');
  /** The policy file at the tip of production. */
  policyText: string | null = null;
  /** Files by path at the pull request's head; at every other commit. */
  atHead: Readonly<Record<string, string>> = {};
  atTip: Readonly<Record<string, string>> = {};
  /** Commits of the default branch, by their first digit. */
  main = '12';
  checksOf: Readonly<Record<string, readonly Check[]>> = {};
  deployed: Deployment | null = null;
  teams: Readonly<Record<string, readonly string[]>> = {};
  attested: Readonly<Record<string, readonly Attestation[]>> = {};
  readonly writes: string[] = [];
  /** What was asked beyond the pull request itself. */
  readonly asked: string[] = [];

  /** Runs at the named call, before it answers: what somebody else does in that moment. */
  readonly meanwhile = new Map<keyof Forge, () => void>();

  private once(call: keyof Forge): void {
    const happen = this.meanwhile.get(call);
    this.meanwhile.delete(call);
    happen?.();
  }

  account(): Promise<Account> {
    this.once('account');
    return Promise.resolve(this.account_);
  }
  repository() {
    return Promise.resolve({
      defaultBranch: 'main',
      permission: 'write' as const,
      url: 'https://github.com/acme/shop',
      archived: false,
    });
  }
  branch() {
    return Promise.resolve(this.branchExists ? { sha: this.tip, protected: true } : null);
  }
  file(_: unknown, path: string, ref: string): Promise<string | null> {
    this.once('file');
    this.asked.push(`file ${path} ${ref.slice(0, 1)}`);
    const isHead = ref === this.pull_.headSha;
    if (path === policyPath) return Promise.resolve(isHead ? 'version: nonsense' : this.policyText);
    if (path !== 'version.txt') return Promise.resolve((isHead ? this.atHead : this.atTip)[path] ?? null);
    return Promise.resolve(isHead ? this.versionAtHead : this.versionAtTip);
  }
  openPulls() {
    return Promise.resolve(this.pull_.state === 'open' ? [this.pull_] : []);
  }
  pull(): Promise<PullRequest> {
    this.once('pull');
    return Promise.resolve(this.pull_);
  }
  pullCommits() {
    return Promise.resolve([
      {
        sha: this.pull_.headSha,
        author: 'iduarte',
        committer: 'iduarte',
        authorName: '',
        authorEmail: '',
        message: 'Release',
      },
    ]);
  }
  pullFiles() {
    return Promise.resolve(this.files);
  }
  reviews(): Promise<readonly Review[]> {
    return Promise.resolve(this.reviews_);
  }
  checks(_: unknown, of: Sha): Promise<readonly Check[]> {
    return Promise.resolve(this.checksOf[of.slice(0, 1)] ?? []);
  }
  comments() {
    return Promise.resolve([]);
  }
  branchRules() {
    return Promise.resolve(someRules({ requiredChecks: [] }));
  }
  commit(_: unknown, commit: Sha): Promise<CommitSummary | null> {
    this.asked.push(`commit ${commit.slice(0, 1)}`);
    return Promise.resolve(summaryOf(commit));
  }
  fileHistory() {
    return Promise.resolve([]);
  }
  pullsOfCommit() {
    return Promise.resolve([]);
  }
  pullsOfCommits: Forge['pullsOfCommits'] = () => Promise.resolve(new Map());
  lastSuccess(): Promise<Deployment | null> {
    return Promise.resolve(null);
  }
  deployments() {
    return Promise.resolve([]);
  }
  commitOnBranch(_: unknown, branch: string, commit: Sha): Promise<CommitSummary | null> {
    this.asked.push(`${commit.slice(0, 1)} on ${branch}`);
    return Promise.resolve(this.main.includes(commit.slice(0, 1)) ? summaryOf(commit) : null);
  }
  deploymentOf(_: unknown, environment: string): Promise<Deployment | null> {
    this.asked.push(`deployment to ${environment}`);
    return Promise.resolve(this.deployed);
  }
  teamMembers(_: unknown, team: string): Promise<readonly string[]> {
    this.asked.push(`team ${team}`);
    const members = this.teams[team];
    return members === undefined
      ? Promise.reject(new HumanError('forbidden', `The members of ${team} may not be read.`))
      : Promise.resolve(members);
  }
  attestations(_: unknown, digest: string): Promise<readonly Attestation[]> {
    this.asked.push(`attestations ${digest.slice(0, 10)}`);
    return Promise.resolve(this.attested[digest] ?? []);
  }
  history(): History {
    throw new HumanError('not-found', 'This forge has no history.');
  }

  addComment(_: unknown, _number: number, body: string): Promise<Comment> {
    this.once('addComment');
    this.writes.push(`comment ${body}`);
    return Promise.resolve(aComment({ id: '99', author: { login: reviewer.login, isBot: false }, body }));
  }
  updateComment(_: unknown, commentId: string, body: string): Promise<Comment> {
    this.writes.push(`comment ${commentId} ${body}`);
    return Promise.resolve(aComment({ id: commentId, body }));
  }
  createCommit(_: unknown, parent: Sha, message: string): Promise<Sha> {
    this.writes.push(`commit on ${parent}: ${message}`);
    return Promise.resolve(sha('e'));
  }
  createBranch(_: unknown, branch: string, at: Sha): Promise<void> {
    this.once('createBranch');
    this.writes.push(`branch ${branch} ${at}`);
    return Promise.resolve();
  }
  openPull(_: unknown, { title, body, head, base }: Parameters<Forge['openPull']>[1]): Promise<PullRequest> {
    this.writes.push(`pull ${head} into ${base}`);
    return Promise.resolve(aPull({ number: 413, title, body, headRef: head, baseRef: base, labels: [] }));
  }
  gateCheckDigest: Forge['gateCheckDigest'] = () => Promise.resolve(null);
  createGateCheck(_: unknown, of: Sha, { name, state }: Parameters<Forge['createGateCheck']>[2]): Promise<void> {
    this.writes.push(`check ${name} ${state} ${of}`);
    return Promise.resolve();
  }
  updateBody(_: unknown, _number: number, body: string): Promise<PullRequest> {
    this.once('updateBody');
    this.writes.push(`body ${body}`);
    this.pull_ = { ...this.pull_, body };
    return Promise.resolve(this.pull_);
  }
  label(_: unknown, name: string): Promise<Label | null> {
    const found = this.labels.find((label) => label.toLowerCase() === name.toLowerCase());
    return Promise.resolve(found === undefined ? null : { name: found, color: '000000' });
  }
  createLabel(_: unknown, label: Label): Promise<void> {
    this.once('createLabel');
    if (this.labels.includes(label.name)) return Promise.reject(new HumanError('refused', 'already_exists'));
    this.writes.push(`create ${label.name}`);
    this.labels = [...this.labels, label.name];
    return Promise.resolve();
  }
  addLabel(_: unknown, _number: number, name: string): Promise<void> {
    this.once('addLabel');
    this.writes.push(`add ${name}`);
    this.pull_ = { ...this.pull_, labels: [...this.pull_.labels, { name, color: '000000' }] };
    return Promise.resolve();
  }
  removeLabel(_: unknown, _number: number, name: string): Promise<void> {
    this.writes.push(`remove ${name}`);
    this.pull_ = { ...this.pull_, labels: this.pull_.labels.filter((label) => label.name !== name) };
    return Promise.resolve();
  }
  submitReview(
    _: unknown,
    _number: number,
    review: { event: 'approve' | 'request-changes'; sha: Sha; body: string },
  ): Promise<Review> {
    this.once('submitReview');
    this.writes.push(`${review.event} ${review.sha}`);
    const state = review.event === 'approve' ? ('approved' as const) : ('changes-requested' as const);
    const sent = aReview({
      id: '99',
      author: { login: reviewer.login, isBot: false },
      state,
      sha: review.sha,
      body: review.body,
    });
    this.reviews_ = [...this.reviews_, sent];
    return Promise.resolve(sent);
  }
  dismissReview(_: unknown, _number: number, reviewId: string): Promise<void> {
    this.writes.push(`dismiss ${reviewId}`);
    return Promise.resolve();
  }
}

function summaryOf(commit: Sha): CommitSummary {
  return { sha: commit, subject: 'feat: limits', committedAt: 500, author: 'Ines' };
}
