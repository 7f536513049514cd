import type { CategoryCondition, Policy } from '../policy';
import type { Disagreement } from './agreement';
import { quoted } from './problem';
import type { PolicyFile } from './policyShape';

/** What is right and may still surprise: rules that are off or guessed until the file says more. */
export function hints(file: PolicyFile, policy: Policy): readonly Disagreement[] {
  const found: Disagreement[] = [];
  const { security, freeze, categories } = policy;
  if (security.reviewers.length === 0 && security.kinds.length + security.paths.length > 0) {
    const message = 'There is no security review until `security.reviewers` names somebody.';
    found.push({ paths: [['security'], ['preset']], message });
  }
  if (freeze.windows.length + freeze.deployHours.length > 0 && file.freeze?.timeZone === undefined) {
    const message = `Times are in ${freeze.timeZone} until \`freeze.timeZone\` names another time zone.`;
    found.push({ paths: [['freeze'], ['preset']], message });
  }
  if (file.preset === 'gitops' && file.targets === undefined) {
    const { file: path, key } = policy.targets[0];
    const message = `The digest is looked for at ${key?.join('.') ?? ''} in ${path} until \`targets\` says where it stands.`;
    found.push({ paths: [['preset']], message });
  }
  const { emergencyLabel } = policy;
  const emergency = categories.findIndex(
    ({ category, when: { labels } }) =>
      category === 'emergency' &&
      labels.length > 0 &&
      !labels.some((label) => label.toLowerCase() === emergencyLabel.toLowerCase()),
  );
  if (emergency >= 0) {
    const message = `This rule for emergencies does not go by the emergency label, ${quoted(emergencyLabel)}.`;
    found.push({ paths: [['categories', emergency, 'when', 'labels']], message });
  }
  const everything = categories.findIndex(({ when }) => isEmpty(when));
  if (everything >= 0 && everything < categories.length - 1) {
    const message = 'No release gets as far as this rule: the one without `when` before it takes every release.';
    found.push({ paths: [['categories', everything + 1]], message });
  }
  return found;
}

function isEmpty(when: CategoryCondition): boolean {
  return Object.values(when).every((value) => value === null || (Array.isArray(value) && value.length === 0));
}
