import type { Policy } from '../policy';
import { disagreements, type Disagreement } from './agreement';
import { assemble } from './assemble';
import { hints } from './hints';
import { policyShape } from './policyShape';
import { Problems, type PolicyProblem } from './problem';
import { Reading } from './shape';
import { readYamlSource, type YamlSource } from './yamlSource';

/** A policy, or every reason why there is none: with one problem nothing of the file holds. */
export type ParsedPolicy =
  | {
      readonly ok: true;
      readonly policy: Policy;
      /** What is right and may still surprise. */
      readonly notes: readonly PolicyProblem[];
    }
  | { readonly ok: false; readonly problems: readonly [PolicyProblem, ...PolicyProblem[]] };

/** Reads a policy file. Never throws; takes well below a second, whatever the text. */
export function parsePolicy(text: string): ParsedPolicy {
  const problems = new Problems(text);
  const source = readYamlSource(text, problems);
  if (source === null) return refused(problems);
  if (source.root === null) {
    const message = 'The file is empty. Expected the keys of a policy; `version: 1` alone stands for the defaults.';
    problems.add({ from: 0, to: 0 }, [], message);
    return refused(problems);
  }
  const file = new Reading(source, problems).child(policyShape, source.root, [], { from: 0, to: 1 });
  if (file === null || problems.count > 0) return refused(problems);
  const policy = assemble(file);
  tell(disagreements(policy), source, problems);
  if (problems.count > 0) return refused(problems);
  const notes = new Problems(text);
  tell(hints(file, policy), source, notes);
  return { ok: true, policy, notes: notes.all() };
}

/** A disagreement is shown at the first of its places that the file has. */
function tell(found: readonly Disagreement[], source: YamlSource, problems: Problems): void {
  for (const { paths, message, fix } of found) {
    const path = paths.find((each) => source.locate(each).whole) ?? paths[0];
    problems.add(source.locate(path).span, path, message, fix ?? null);
  }
}

function refused(problems: Problems): ParsedPolicy {
  const [first, ...rest] = problems.all();
  const none = { line: 1, column: 1, endLine: 1, endColumn: 1, path: '', message: 'Nothing could be read.', fix: null };
  return { ok: false, problems: [first ?? none, ...rest] };
}
