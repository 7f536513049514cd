import type { ApprovalRule, CategoryCondition, FreezeWindow, Policy, Weekday } from '../policy';
import { dayGroups } from './partShapes';
import type { PolicyFile } from './policyShape';

/** A policy as a file would say it, every key that can be said. The reverse of reading it. */
export function fileForm(policy: Policy): Omit<PolicyFile, 'version' | 'preset'> {
  const { candidateBranch, freeze, migrations, provenance, ...rest } = policy;
  return {
    ...rest,
    ...(candidateBranch === null ? {} : { candidateBranch }),
    targets: policy.targets.map(({ name, file, key, pin }) => ({
      name,
      file,
      ...(key === null ? {} : { key: key.every(isPlain) ? key.join('.') : key }),
      pin,
    })),
    approvals: {
      unset: approvalForm(policy.approvals.unset),
      low: approvalForm(policy.approvals.low),
      medium: approvalForm(policy.approvals.medium),
      high: approvalForm(policy.approvals.high),
    },
    provenance: { ...provenance, staging: provenance.staging ?? false },
    freeze: {
      ...freeze,
      windows: freeze.windows.map(windowForm),
      deployHours: freeze.deployHours.map(({ days, from, to }) => ({ days: daysForm(days), from, to })),
    },
    services: policy.services.map(({ incidents, ...service }) => ({
      ...service,
      incidents: incidents.map(({ url, ...incident }) => ({ ...incident, ...(url === null ? {} : { url }) })),
    })),
    categories: policy.categories.map(({ category, when, approvals, securityReview, board, strategy }) => {
      const conditions = conditionForm(when);
      return {
        category,
        ...(Object.keys(conditions).length === 0 ? {} : { when: conditions }),
        ...(approvals === null ? {} : { approvals: approvalForm(approvals) }),
        ...(securityReview === null ? {} : { securityReview }),
        ...(board ? { board } : {}),
        ...(strategy === null ? {} : { strategy }),
      };
    }),
    migrations: {
      ...(migrations.postgres === null ? {} : { postgres: migrations.postgres }),
      ...(migrations.mysql === null ? {} : { mysql: migrations.mysql }),
      ...(migrations.mariadb === null ? {} : { mariadb: migrations.mariadb }),
      largeTables: migrations.largeTables,
    },
  };
}

/** Whether a part of a pin's key reads the same between dots. */
function isPlain(part: string | number): boolean {
  return typeof part === 'number' || (/^[^.\s\p{Cc}]+$/u.test(part) && !/^[0-9]+$/.test(part));
}

function approvalForm({ count, teams }: ApprovalRule) {
  return teams.length === 0 ? count : { count, teams };
}

function windowForm({ name, reason, when }: FreezeWindow) {
  const { repeats, from, to } = when;
  const days = repeats === 'weekly' ? { days: daysForm(when.days) } : {};
  return { name, reason, ...(repeats === 'never' ? {} : { repeats }), ...days, from, to };
}

function daysForm(days: readonly Weekday[]) {
  const groups = Object.keys(dayGroups) as readonly (keyof typeof dayGroups)[];
  return groups.find((group) => dayGroups[group].join() === days.join()) ?? days;
}

function conditionForm({ migrations, security, majorDependencies, ...lists }: CategoryCondition) {
  const { onlyPaths, anyPath, labels, levels } = lists;
  return {
    ...(onlyPaths.length === 0 ? {} : { onlyPaths }),
    ...(anyPath.length === 0 ? {} : { anyPath }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(levels.length === 0 ? {} : { levels }),
    ...(migrations === null ? {} : { migrations }),
    ...(security === null ? {} : { security }),
    ...(majorDependencies === null ? {} : { majorDependencies }),
  };
}
