import type { Changelog, Commit, Section } from '../../core/changelog/model';
import type { ChecklistItem } from '../../core/checklist/checklist';
import type { Highlights, Migration, MigrationOperation } from '../../core/highlights/model';
import type { Direction } from '../../core/history';
import type { Known } from '../../core/known';
import type { Gate } from '../../core/policy/gate';
import type { HealthFinding } from '../../core/policy/health';
import type { Comment } from '../../core/release';
import type { LiveVersion, ReleaseContents, ReleaseSnapshot } from '../../core/snapshot';
import type { ContentsState } from '../../store/contentsCache';
import type { RepositoryEntry } from '../../store/releaseStore';
import type { Health } from '../health';
import type { ChangedFileView, ChangeGroupView, ChangeRowView } from '../panel/hurtViews';

/**
 * What the Releases tree shows. Every node carries `repository` and, below a release, `pull`: the arguments of the
 * commands that its menu offers.
 */
export type TreeNode =
  | RepositoryNode
  | LiveNode
  | HealthNode
  | FindingNode
  | NoteNode
  | ReleaseNode
  | GatesNode
  | GateNode
  | ChecklistNode
  | ChecklistItemNode
  | HighlightsNode
  | MigrationNode
  | OperationNode
  | ChangeGroupNode
  | ChangedFileNode
  | ChangeNode
  | ChangelogNode
  | AllFilesNode
  | SectionNode
  | CommitNode
  | CommentNode;

interface InRepository {
  /** `host/owner/name`. */
  readonly repository: string;
}

/** What every row below a release carries. */
export interface InRelease extends InRepository {
  readonly pull: number;
  readonly release: ReleaseSnapshot;
}

export interface RepositoryNode extends InRepository {
  readonly kind: 'repository';
  readonly entry: RepositoryEntry;
}

export interface LiveNode extends InRepository {
  readonly kind: 'live';
  readonly live: Known<LiveVersion>;
  readonly commit?: string;
  /** What GitHub does not enforce, or not for sure; `null`: it enforces all, or no release told. */
  readonly health: Health | null;
}

/** "Enforced by GitHub: 3 of 5". */
export interface HealthNode extends InRepository {
  readonly kind: 'health';
  readonly health: Health;
}

export interface FindingNode extends InRepository {
  readonly kind: 'finding';
  readonly finding: HealthFinding;
}

/** A sentence in the tree: something under way, missing or wrong, with the command that helps. */
export interface NoteNode extends InRepository {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
  readonly tone: 'info' | 'warning' | 'error' | 'loading';
  readonly pull?: number;
  readonly command?:
    | 'releaseReview.refresh'
    | 'releaseReview.signIn'
    | 'releaseReview.showLog'
    | 'releaseReview.openOnGitHub'
    | 'releaseReview.openPolicy';
}

export interface ReleaseNode extends InRelease {
  readonly kind: 'release';
  /** "rollback", "diverged", or `null` for the ordinary direction and while it is not known. */
  readonly mark: string | null;
}

export interface GatesNode extends InRelease {
  readonly kind: 'gates';
}

export interface GateNode extends InRelease {
  readonly kind: 'gate';
  readonly gate: Gate;
}

export interface ChecklistNode extends InRelease {
  readonly kind: 'checklist';
}

export interface ChecklistItemNode extends InRelease {
  readonly kind: 'item';
  readonly item: string;
  readonly entry: ChecklistItem;
}

export interface HighlightsNode extends InRelease {
  readonly kind: 'highlights';
  readonly highlights: Highlights;
  /** Where what else can hurt is. */
  readonly contents: ReleaseContents;
  /** Of the release, which decides whether what was taken out counts. */
  readonly direction: Direction;
}

export interface MigrationNode extends InRelease {
  readonly kind: 'migration';
  readonly migration: Migration;
  /** Of the release, which decides whether what was taken out counts. */
  readonly direction: Direction;
  readonly path: string;
}

export interface OperationNode extends InRelease {
  readonly kind: 'operation';
  readonly migration: Migration;
  /** Of the release, which decides whether what was taken out counts. */
  readonly direction: Direction;
  readonly operation: MigrationOperation;
  readonly path: string;
  readonly line: number;
}

export interface ChangeGroupNode extends InRelease {
  readonly kind: 'changeGroup';
  readonly group: ChangeGroupView;
}

export interface ChangedFileNode extends InRelease {
  readonly kind: 'changedFile';
  /** Id of its category: a file may be in several. */
  readonly group: string;
  readonly file: ChangedFileView;
  readonly path: string;
  readonly line?: number;
}

export interface ChangeNode extends InRelease {
  readonly kind: 'change';
  readonly group: string;
  readonly index: number;
  readonly change: ChangeRowView;
  readonly path: string;
  readonly line?: number;
}

export interface ChangelogNode extends InRelease {
  readonly kind: 'changelog';
  readonly contents: ContentsState;
}

export interface AllFilesNode extends InRelease {
  readonly kind: 'allFiles';
  readonly files: number;
}

export interface SectionNode extends InRelease {
  readonly kind: 'section';
  readonly section: Pick<Section, 'title' | 'commits'> & { readonly id: string };
  /** Where its commits are. */
  readonly changelog: Changelog;
}

export interface CommitNode extends InRelease {
  readonly kind: 'commit';
  readonly entry: Commit;
  readonly commit: string;
}

export interface CommentNode extends InRelease {
  readonly kind: 'comment';
  readonly comment: Comment;
}
