import type { Known } from '../core/known';
import type { GateFacts, TargetMove } from '../core/policy/gate';
import type { Target } from '../core/policy/policy';
import type { PullFile, PullRequest } from '../core/release';
import { samePin } from '../core/versionFile';
import type { ProductionSide } from './productionSide';

/** What a pull request does to the targets. */
export type Moves = Pick<GateFacts, 'target' | 'otherTargets' | 'previous' | 'previousAtBase' | 'proposed'>;

/**
 * Reads which targets the pull request moves: those whose file it changes and whose pin differs then, or may. With one
 * target nothing has to be known of the files.
 */
export async function loadMoves(
  side: ProductionSide,
  pull: PullRequest,
  files: Promise<Known<readonly PullFile[]>>,
): Promise<Moves> {
  const [first, ...more] = await touched(side, files);
  const [main, ...others] = await Promise.all([
    moveOf(side, pull, first),
    ...more.map((each) => moveOf(side, pull, each)),
  ]);
  const moved = [main, ...others].filter(isMoved);
  const { target, previous, proposed } = moved[0] ?? main;
  // While the base is still the tip, it says what production says now.
  const previousAtBase = pull.baseSha === side.tip ? previous : await side.pins.pin(target, pull.baseSha);
  return { target, previous, previousAtBase, proposed, otherTargets: moved.slice(1) };
}

async function touched(
  { policy }: ProductionSide,
  reading: Promise<Known<readonly PullFile[]>>,
): Promise<readonly [Target, ...Target[]]> {
  if (policy.targets.length === 1) return policy.targets;
  const files = await reading;
  if (!files.known) return policy.targets;
  const changed = new Set(files.value.map(({ path }) => path));
  const [first, ...more] = policy.targets.filter(({ file }) => changed.has(file));
  return first === undefined ? [policy.targets[0]] : [first, ...more];
}

async function moveOf({ pins, tip }: ProductionSide, pull: PullRequest, target: Target): Promise<TargetMove> {
  const [previous, proposed] = await Promise.all([pins.pin(target, tip), pins.pin(target, pull.headSha)]);
  return { target, previous, proposed };
}

function isMoved({ previous, proposed }: TargetMove): boolean {
  return !previous.known || !proposed.known || !samePin(previous.value, proposed.value);
}
