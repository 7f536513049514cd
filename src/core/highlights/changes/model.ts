import type { Sha } from '../../sha';

/** `high`: look at it before anything else; `medium`: look at it; `low`: good to know. */
export type Severity = 'high' | 'medium' | 'low';

/** What every entry of every category says about the file it is about. */
export interface ChangedPath {
  readonly path: string;
  /** The earlier path of a moved file. */
  readonly previousPath: string | null;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly oldBlob: Sha | null;
  readonly newBlob: Sha | null;
  /** The highest severity of what is in it. */
  readonly severity: Severity;
  /** Why that severity, as a sentence. */
  readonly reason: string;
  /** Why its content could not be told, as a sentence; `null` when it could. */
  readonly notUnderstood: string | null;
}

/** Where a statement stands. `old`: in the text before the release, because after it there is nothing left of it. */
export interface Place {
  readonly line: number | null;
  readonly side: 'old' | 'new';
}

/**
 * - `major`: the first number went up, or the second one while the first is 0 (Semantic Versioning 2.0.0, section 4);
 * - `minor`, `patch`: up by less;
 * - `downgrade`: down;
 * - `other`: another version, and which is the later cannot be told (a commit, a range, a word);
 * - `source`: the version is the same, but it is fetched from elsewhere.
 */
export type DependencyChangeKind = 'added' | 'removed' | 'major' | 'minor' | 'patch' | 'downgrade' | 'other' | 'source';

export interface DependencyChange extends Place {
  readonly name: string;
  readonly kind: DependencyChangeKind;
  /** The versions that only the one side has; a lock file may hold several of one package. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Where it was and will be fetched from; `null` while that does not change. */
  readonly source: { readonly from: string | null; readonly to: string | null } | null;
  /** Whether the project itself asks for it; `null` = not known. */
  readonly direct: boolean | null;
  readonly severity: Severity;
  readonly reason: string | null;
}

/** What a lock file, or a manifest without one, changes. */
export interface DependencyFile extends ChangedPath {
  /** `npm`, `cargo`, … */
  readonly ecosystem: string;
  /** `manifest`: versions as asked for, not as resolved. */
  readonly role: 'lock' | 'manifest';
  /** Most important first: other sources, major, downgrades, then the rest; direct ones before others. */
  readonly changes: readonly DependencyChange[];
  /** Packages of an added or deleted file that are not listed. */
  readonly omitted: number;
  readonly notes: readonly string[];
}

/** What a value is about. */
export type Topic =
  | 'permissions'
  | 'network'
  | 'secrets'
  | 'resources'
  | 'storage'
  | 'image'
  | 'timeouts'
  | 'toggle'
  | 'trigger'
  | 'script';

/** One value that differs between the two ends. */
export interface ValueChange extends Place {
  /** The keys that lead to it, joined by dots, items of lists in brackets. */
  readonly key: string;
  /** `null` where there was none. Secrets are {@link hiddenValue}; parts that look secret are blotted out. */
  readonly was: string | null;
  /** `null` where there will be none. */
  readonly now: string | null;
  readonly topic: Topic | null;
  readonly severity: Severity;
  readonly reason: string | null;
}

/** Stands for a value that must not be shown. */
export const hiddenValue = '(not shown)';

/** A file of settings, or of what the program runs on. */
export interface ConfigFile extends ChangedPath {
  /** What it is, for people: `GitHub Actions workflow`, `Kubernetes`, … */
  readonly what: string;
  /** Most severe first, then in the order of the file. Of an added or deleted file only what is flagged. */
  readonly changes: readonly ValueChange[];
  /** Values that differ and are not listed: beyond the limit, or of an added or deleted file. */
  readonly omitted: number;
}

/** A file whose code is security-sensitive by the rules; at most one entry per file. */
export interface SecurityFile extends ChangedPath, Place {
  /** `authentication`, `authorisation`, `cryptography`, … */
  readonly kind: string;
}

/** One difference between two versions of an API's description. */
export interface ApiChange extends Place {
  /** What it is about: `GET /users`, `Query.user(id)`, `User.email`. */
  readonly subject: string;
  readonly message: string;
  /** `breaking`: clients that work today may stop working; `dangerous`: some may; `safe`: none should. */
  readonly effect: 'breaking' | 'dangerous' | 'safe';
}

export interface ApiFile extends ChangedPath {
  readonly format: 'openapi' | 'protobuf' | 'graphql';
  /** Breaking ones first, then in the order of the file. */
  readonly changes: readonly ApiChange[];
}

/** A file that defines feature flags. */
export type FlagFile = ConfigFile;

export type ChangeCategory = 'dependencies' | 'infrastructure' | 'config' | 'security' | 'api' | 'flags';

/** One line of the ranking across the categories. */
export interface RankedChange extends Place {
  readonly category: ChangeCategory;
  readonly severity: Severity;
  readonly path: string;
  /** Other files of which the very same is to be said. */
  readonly alsoIn: readonly string[];
  /** The key, package or part of an interface that weighs most in the file; `null` when it is about the whole file. */
  readonly subject: string | null;
  /** What it was and what it will be; `null` where there is none, and when it is about the whole file. */
  readonly was: string | null;
  readonly now: string | null;
  /** One or two sentences for the reviewer; the path, the subject and its values are not in them. */
  readonly text: string;
}

/** What in a range can hurt, beside migrations. Every list is sorted by severity, then by path. */
export interface Changes {
  readonly dependencies: readonly DependencyFile[];
  readonly infrastructure: readonly ConfigFile[];
  readonly config: readonly ConfigFile[];
  readonly security: readonly SecurityFile[];
  readonly api: readonly ApiFile[];
  readonly flags: readonly FlagFile[];
  /** What is `high` or `medium`, most severe first. */
  readonly ranking: readonly RankedChange[];
  /** One line per category; `null` where there is nothing. */
  readonly summaries: Readonly<Record<ChangeCategory, string | null>>;
  /** `false` when a file that may matter was not read or not understood; `notes` say which and why. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}
