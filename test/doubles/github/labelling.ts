import { invalid } from './http';
import { recordEvent } from './pullHistory';
import type { Issue, Label, Repository, World } from './state';

/** The label of this name, made up when the repository has none, as GitHub does when an issue is labelled. */
export function labelNamed(world: World, repository: Repository, name: string): Label {
  const known = findLabel(repository.labels, name);
  if (known !== undefined) return known;
  checkLabelName(name);
  const fresh: Label = { id: world.nextId(), name, color: 'ededed', description: null };
  repository.labels.push(fresh);
  return fresh;
}

/** Adds a label to an issue; nothing happens when it is there. */
export function addLabel(world: World, repository: Repository, issue: Issue, name: string, actor: string): void {
  const label = labelNamed(world, repository, name);
  if (issue.labels.includes(label)) return;
  issue.labels = [...issue.labels, label];
  recordEvent(world, issue, actor, 'labeled', { label: { name: label.name, color: label.color } });
}

/** Takes a label off an issue; false when it was not there. */
export function removeLabel(world: World, issue: Issue, name: string, actor: string): boolean {
  const label = findLabel(issue.labels, name);
  if (label === undefined) return false;
  issue.labels = issue.labels.filter((each) => each !== label);
  recordEvent(world, issue, actor, 'unlabeled', { label: { name: label.name, color: label.color } });
  return true;
}

/** Finds a label without regard to case, as GitHub does. */
export function findLabel(labels: readonly Label[], name: string): Label | undefined {
  return labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** Refuses names that are empty or longer than 50 characters. */
export function checkLabelName(name: string): void {
  if (name.trim() === '') throw invalid({ resource: 'Label', field: 'name', code: 'missing_field' });
  if (Array.from(name).length > 50) throw invalid({ resource: 'Label', field: 'name', code: 'invalid' });
}
