import { permissionOf } from './access';
import { ApiError } from './http';
import { rulesetsOf } from './mergeability';
import type { Repository } from './state';

/**
 * Refuses a direct update of a branch that wants pull requests or checks first.
 * https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
 */
export function refuseDirectUpdate(repository: Repository, branch: string, login: string, status: 409 | 422): void {
  const rules = rulesetsOf(repository, branch).filter(
    (rule) => (rule.requiredApprovals ?? rule.requiredChecks) !== undefined,
  );
  if (rules.length > 0)
    throw new ApiError(status, 'Repository rule violations found\n\nChanges must be made through a pull request.');
  const classic = repository.protection.get(branch);
  if (classic === undefined) return;
  if (classic.enforceAdmins !== true && permissionOf(repository, login) === 'admin') return;
  const reason =
    classic.requiredApprovals !== undefined
      ? 'Changes must be made through a pull request.'
      : (classic.requiredChecks ?? []).map((name) => `Required status check "${name}" is expected.`).join(' ');
  if (reason === '') return;
  throw new ApiError(status, `Protected branch update failed for refs/heads/${branch}.\n\n${reason}`);
}
