import { HumanError } from '../../src/core/errors';
import type { History, Forge } from '../../src/core/ports';
import type { Account, Deployment, Label, PullRequest, Review } from '../../src/core/release';
import type { Sha } from '../../src/core/sha';
import { aPull, aReview, reviewer, sha } from '../builders';

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
  readonly writes: string[] = [];

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
    return Promise.resolve(this.branchExists ? { sha: sha('b'), protected: true } : null);
  }
  file(_: unknown, _path: string, ref: string): Promise<string | null> {
    this.once('file');
    return Promise.resolve(ref === this.pull_.headSha ? this.versionAtHead : this.versionAtTip);
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
      { sha: this.pull_.headSha, author: 'iduarte', committer: 'iduarte', authorName: '', authorEmail: '' },
    ]);
  }
  pullFiles() {
    return Promise.resolve(this.files);
  }
  reviews(): Promise<readonly Review[]> {
    return Promise.resolve(this.reviews_);
  }
  checks() {
    return Promise.resolve([]);
  }
  comments() {
    return Promise.resolve([]);
  }
  branchRules() {
    return Promise.resolve({ requiredChecks: [], requiredApprovals: 1 });
  }
  commit(_: unknown, commit: Sha) {
    return Promise.resolve({ sha: commit, subject: 'feat: limits', committedAt: 500, author: 'Ines' });
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
  history(): History {
    throw new HumanError('not-found', 'This forge has no history.');
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
