import type { RiskLevel } from './core/release';

/**
 * package.json in types: the ids that the editor knows us by, with the values that go with them. A test holds this
 * file and package.json equal.
 */

/** Names a release in a command's argument: plain data, so that the tree, the page and other extensions can pass it. */
export interface ReleaseReference {
  /** `host/owner/name`. */
  readonly repository: string;
  readonly pull: number;
}

/** Commands and their argument; every argument may be left out, the command then asks. */
export interface CommandArguments {
  'releaseReview.refresh': ReleaseReference;
  'releaseReview.openRelease': ReleaseReference;
  'releaseReview.openOnGitHub': ReleaseReference & { readonly commit?: string };
  'releaseReview.tickChecklistItem': ReleaseReference & { readonly item: string; readonly checked: boolean };
  'releaseReview.restoreChecklist': ReleaseReference;
  'releaseReview.setRiskLabel': ReleaseReference & { readonly level?: RiskLevel };
  'releaseReview.approve': ReleaseReference;
  'releaseReview.deny': ReleaseReference;
  'releaseReview.showChangelog': ReleaseReference;
  'releaseReview.copyChangelog': ReleaseReference;
  'releaseReview.insertChangelog': ReleaseReference;
  'releaseReview.writeNotes': ReleaseReference;
  'releaseReview.scheduleMonitoring': ReleaseReference;
  'releaseReview.overrideFreeze': ReleaseReference;
  'releaseReview.normaliseDescription': ReleaseReference;
  'releaseReview.explainGate': ReleaseReference & { readonly gate?: string };
  'releaseReview.whatIf': ReleaseReference;
  'releaseReview.calibrateRisk': { readonly repository?: string };
  'releaseReview.openPolicy': { readonly repository?: string };
  'releaseReview.createPolicyFile': { readonly repository?: string };
  'releaseReview.setUpRepository': { readonly repository?: string };
  'releaseReview.moreActions': ReleaseReference;
  'releaseReview.openDiff': ReleaseReference & {
    readonly commit?: string;
    readonly path?: string;
    readonly line?: number;
  };
  'releaseReview.signIn': { readonly host?: string };
  'releaseReview.signInWithToken': { readonly host?: string };
  'releaseReview.signOut': { readonly host?: string };
  'releaseReview.showLog': undefined;
}

/** What a command of ours resolves to: errors have been shown by then. A cancelled command is `ok`. */
export type CommandOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

export type CommandId = keyof CommandArguments;

/** The ids as values; the compiler refuses a missing or an unknown one. */
const commandTable: Readonly<Record<CommandId, true>> = {
  'releaseReview.refresh': true,
  'releaseReview.openRelease': true,
  'releaseReview.openOnGitHub': true,
  'releaseReview.tickChecklistItem': true,
  'releaseReview.restoreChecklist': true,
  'releaseReview.setRiskLabel': true,
  'releaseReview.approve': true,
  'releaseReview.deny': true,
  'releaseReview.showChangelog': true,
  'releaseReview.copyChangelog': true,
  'releaseReview.insertChangelog': true,
  'releaseReview.writeNotes': true,
  'releaseReview.scheduleMonitoring': true,
  'releaseReview.overrideFreeze': true,
  'releaseReview.normaliseDescription': true,
  'releaseReview.explainGate': true,
  'releaseReview.whatIf': true,
  'releaseReview.calibrateRisk': true,
  'releaseReview.openPolicy': true,
  'releaseReview.createPolicyFile': true,
  'releaseReview.setUpRepository': true,
  'releaseReview.moreActions': true,
  'releaseReview.openDiff': true,
  'releaseReview.signIn': true,
  'releaseReview.signInWithToken': true,
  'releaseReview.signOut': true,
  'releaseReview.showLog': true,
};

export const commandIds: readonly string[] = Object.keys(commandTable);

export const viewContainerId = 'releaseReview';
export const releasesViewId = 'releaseReview.releases';
export const releasePanelType = 'releaseReview.release';

/** What the Releases view shows while it has no rows; each value has its `viewsWelcome` entry. */
export type WelcomeState =
  | 'rows'
  | 'loading'
  | 'noFolder'
  | 'noRepository'
  | 'restricted'
  | 'signedOut'
  | 'noAccess'
  | 'noBranch'
  | 'noRelease'
  | 'offline'
  | 'failed';

export interface ContextKeys {
  'releaseReview.welcome': WelcomeState;
  /** `true` once the view has a release, for commands that need one. */
  'releaseReview.hasReleases': boolean;
}

/** Settings with the type of their value. */
export interface Settings {
  'releaseReview.repositories': readonly string[];
  'releaseReview.hosts': Readonly<Record<string, string>>;
  'releaseReview.fetch': 'auto' | 'never';
  'releaseReview.pollMinutes': number;
  'releaseReview.notifications': boolean;
}

export const settingDefaults: Settings = {
  'releaseReview.repositories': [],
  'releaseReview.hosts': {},
  'releaseReview.fetch': 'auto',
  'releaseReview.pollMinutes': 5,
  'releaseReview.notifications': true,
};
