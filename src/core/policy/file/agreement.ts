import { normaliseItem } from '../../checklist/checklist';
import type { ApprovalRule, Policy } from '../policy';
import { windowTimes } from './forms';
import { nearest } from './nearest';
import { quoted, type Path } from './problem';

/** Something that is wrong between values that are each right alone. */
export interface Disagreement {
  /** The values, the one to change first; some may come from the preset. */
  readonly paths: readonly [Path, ...Path[]];
  readonly message: string;
  readonly fix?: string | null;
}

/** Whether the rules of a policy go together. A policy without disagreements can be followed. */
export function disagreements(policy: Policy): readonly Disagreement[] {
  return [
    ...branches(policy),
    ...labels(policy),
    ...targets(policy),
    ...checklist(policy),
    ...approvals(policy),
    ...thresholds(policy),
    ...securityReviews(policy),
    ...notes(policy),
    ...twice(policy.checks.kinds, ['checks', 'kinds'], 'kind of checks'),
    ...freezeWindows(policy),
    ...services(policy),
  ];
}

function branches({ productionBranch, candidateBranch, environment, provenance }: Policy): readonly Disagreement[] {
  const found: Disagreement[] = [];
  if (candidateBranch === productionBranch) {
    const message = `Found ${quoted(productionBranch)} as the production branch too. Expected the branch that releases come from.`;
    found.push({ paths: [['candidateBranch'], ['productionBranch']], message });
  }
  if (provenance.staging !== null && same(provenance.staging.environment, environment)) {
    const message = `Found ${quoted(environment)}, which is the production environment. Expected the one before it.`;
    found.push({ paths: [['provenance', 'staging'], ['environment']], message });
  }
  return found;
}

function labels({ riskLabels, emergencyLabel }: Policy): readonly Disagreement[] {
  const all = [
    ...(['low', 'medium', 'high'] as const).map((level) => ({ name: riskLabels[level], path: ['riskLabels', level] })),
    { name: emergencyLabel, path: ['emergencyLabel'] },
  ];
  return all.flatMap(({ name, path }, index) => {
    const other = all.slice(0, index).find((each) => same(each.name, name));
    if (other === undefined) return [];
    return [
      {
        paths: [path, other.path],
        message: `Found the label ${quoted(name)} for ${other.path.join('.')} and for ${path.join('.')}. Expected two labels.`,
      },
    ];
  });
}

function targets(policy: Policy): readonly Disagreement[] {
  const places = policy.targets.flatMap(({ file, key }, index): readonly Disagreement[] => {
    const other = policy.targets
      .slice(0, index)
      .find((each) => each.file === file && (key === null || each.key === null || overlap(each.key, key)));
    if (other === undefined) return [];
    const message = `Found a place in ${quoted(file)} that the target ${quoted(other.name)} has too. Expected another one.`;
    return [{ paths: [['targets', index, key === null ? 'file' : 'key']], message }];
  });
  return [...twice(policy.targets, ['targets'], 'target'), ...places];
}

/** Whether one pin would stand inside the other. */
function overlap(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((part, index) => part === b[index]);
}

function checklist({ checklist: lists }: Policy): readonly Disagreement[] {
  const always = new Set(lists.always.map(normaliseItem));
  return (['always', 'low', 'medium', 'high'] as const).flatMap((when) => {
    const seen = new Set(when === 'always' ? [] : always);
    return lists[when].flatMap((item, index) => {
      const normal = normaliseItem(item);
      if (!seen.has(normal)) {
        seen.add(normal);
        return [];
      }
      const message = `Found the item ${quoted(item)} twice. Items are the same when only case, spaces and final punctuation differ.`;
      return [
        {
          paths: [
            ['checklist', when, index],
            ['checklist', 'always'],
          ],
          message,
        },
      ];
    });
  });
}

function approvals(policy: Policy): readonly Disagreement[] {
  const check = (rule: ApprovalRule | null, path: Path): readonly Disagreement[] =>
    rule === null || rule.count > 0 || rule.teams.length === 0
      ? []
      : [
          {
            paths: [path],
            message: 'Found teams that must approve, and 0 approvals. Expected at least 1, or no teams.',
          },
        ];
  return [
    ...(['unset', 'low', 'medium', 'high'] as const).flatMap((level) =>
      check(policy.approvals[level], ['approvals', level, 'count']),
    ),
    ...policy.categories.flatMap((rule, index) => check(rule.approvals, ['categories', index, 'approvals', 'count'])),
  ];
}

function thresholds({ risk: { medium, high } }: Policy): readonly Disagreement[] {
  if (medium < high) return [];
  const message = `Found ${medium} for medium and ${high} for high. Expected medium to be less than high.`;
  return [
    {
      paths: [
        ['risk', 'medium'],
        ['risk', 'high'],
      ],
      message,
    },
  ];
}

function securityReviews({ security: { reviewers }, categories }: Policy): readonly Disagreement[] {
  if (reviewers.length > 0) return [];
  return categories.flatMap(({ securityReview }, index): readonly Disagreement[] => {
    const message = 'Found a security review that nobody can give. Expected security.reviewers to name somebody.';
    return securityReview === true ? [{ paths: [['categories', index, 'securityReview']], message }] : [];
  });
}

function notes({ notes: { levels, sections } }: Policy): readonly Disagreement[] {
  if (levels.length === 0 || sections.length > 0) return [];
  const message = `Found no sections, which are asked for at ${levels.join(', ')} risk. Expected at least one; "levels: []" asks for none.`;
  return [
    {
      paths: [
        ['notes', 'sections'],
        ['notes', 'levels'],
      ],
      message,
    },
  ];
}

function freezeWindows({ freeze: { windows } }: Policy): readonly Disagreement[] {
  return windows.flatMap(({ when }, index): readonly Disagreement[] => {
    const path = ['freeze', 'windows', index];
    const { expected, pattern } = windowTimes[when.repeats];
    const wrong = (['from', 'to'] as const).filter((end) => !new RegExp(pattern, 'u').test(when[end]));
    if (wrong.length > 0) {
      const how = when.repeats === 'never' ? 'does not repeat' : `repeats ${when.repeats}`;
      return wrong.map((end) => ({
        paths: [[...path, end]],
        message: `Found ${quoted(when[end])} in a window that ${how}. Expected ${expected}.`,
      }));
    }
    if (when.repeats === 'weekly') {
      if (when.days.length === 0) {
        return [
          {
            paths: [path],
            message: 'Found no key "days" in a window that repeats weekly. Expected days such as [fri].',
          },
        ];
      }
      return when.from === '24:00'
        ? [{ paths: [[...path, 'from']], message: 'Found "24:00". Expected a time of day from 00:00 to 23:59.' }]
        : [];
    }
    const ends = when.repeats === 'never' ? when.from < when.to : when.from !== when.to;
    const message = `Found ${quoted(when.to)}, which is not after ${quoted(when.from)}. Expected the first minute after the window.`;
    return ends ? [] : [{ paths: [[...path, 'to']], message }];
  });
}

function services({ services: all }: Policy): readonly Disagreement[] {
  const names = new Map(all.map((service) => [service.name, service]));
  const known = [...names.keys()];
  const missing = all.flatMap(({ dependsOn }, index) =>
    dependsOn.flatMap((name, at): readonly Disagreement[] => {
      if (names.has(name)) return [];
      const meant = nearest(name, known);
      const hint = meant === null ? 'Expected the name of a service in the list.' : `Did you mean ${quoted(meant)}?`;
      const message = `Found ${quoted(name)}, which is no service of this list. ${hint}`;
      return [{ paths: [['services', index, 'dependsOn', at]], message, fix: meant }];
    }),
  );
  const circle = findCircle(
    all.map(({ name, dependsOn }) => ({ name, needs: dependsOn.filter((each) => names.has(each)) })),
  );
  return [...twice(all, ['services'], 'service'), ...missing, ...(circle === null ? [] : [told(circle, all)])];
}

function told(circle: readonly string[], all: Policy['services']): Disagreement {
  const names = circle.map(quoted).join(' needs ');
  return {
    paths: [['services', all.findIndex(({ name }) => name === circle[0]), 'dependsOn']],
    message: `Found services that need each other in a circle: ${names}. Expected an order in which they can be released.`,
  };
}

/** The first circle, its first name again at the end; found without calling itself. */
function findCircle(
  all: readonly { readonly name: string; readonly needs: readonly string[] }[],
): readonly string[] | null {
  const needs = new Map(all.map((each) => [each.name, each.needs]));
  const done = new Set<string>();
  for (const { name } of all) {
    const trail: { readonly name: string; next: number }[] = done.has(name) ? [] : [{ name, next: 0 }];
    const onTrail = new Set(trail.map((each) => each.name));
    for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
      const need = needs.get(here.name)?.[here.next];
      here.next += 1;
      if (need === undefined) {
        done.add(here.name);
        onTrail.delete(here.name);
        trail.pop();
      } else if (onTrail.has(need)) {
        const names = trail.map((each) => each.name);
        return [...names.slice(names.indexOf(need)), need];
      } else if (!done.has(need)) {
        trail.push({ name: need, next: 0 });
        onTrail.add(need);
      }
    }
  }
  return null;
}

function twice(all: readonly { readonly name: string }[], path: Path, what: string): readonly Disagreement[] {
  const seen = new Set<string>();
  return all.flatMap(({ name }, index): readonly Disagreement[] => {
    const lower = name.toLowerCase();
    if (seen.has(lower)) {
      return [
        {
          paths: [[...path, index, 'name']],
          message: `Found a second ${what} named ${quoted(name)}. Expected another name.`,
        },
      ];
    }
    seen.add(lower);
    return [];
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
