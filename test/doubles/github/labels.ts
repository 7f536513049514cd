import {
  ApiError,
  bodyOf,
  created,
  invalid,
  isRecord,
  notFound,
  ok,
  paged,
  param,
  requiredText,
  textField,
} from './http';
import type { Reply, WriteCall } from './http';
import { issueAt } from './issues';
import { labelJson } from './pullJson';
import { addLabel, checkLabelName, findLabel, removeLabel } from './labelling';
import { reading, writing } from './router';
import type { Route } from './router';
import type { Issue } from './state';

const page = 'issues/labels#';
/** Labelling needs triage access: https://docs.github.com/rest/issues/labels#add-labels-to-an-issue */
const triage = { permission: 'triage', refusal: 403 } as const;

export const labelRoutes: readonly Route[] = [
  reading('/labels', `${page}list-labels-for-a-repository`, (call) => {
    return paged(call, call.repository.labels, (label) => labelJson(call, label));
  }),
  reading('/labels/{name}', `${page}get-a-label`, (call) => {
    const label = findLabel(call.repository.labels, param(call, 'name'));
    if (label === undefined) throw notFound();
    return ok(labelJson(call, label));
  }),
  // Names differ without regard to case: https://docs.github.com/rest/issues/labels#create-a-label
  writing('POST', '/labels', `${page}create-a-label`, { permission: 'write', refusal: 404 }, (call) => {
    const body = bodyOf(call);
    const name = requiredText(body, 'name');
    const color = textField(body, 'color') ?? 'ededed';
    checkLabelName(name);
    if (findLabel(call.repository.labels, name) !== undefined) {
      throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
    }
    if (!/^[0-9a-f]{6}$/i.test(color)) throw invalid({ resource: 'Label', field: 'color', code: 'invalid' });
    const label = { id: call.world.nextId(), name, color, description: textField(body, 'description') ?? null };
    call.repository.labels.push(label);
    return created(labelJson(call, label));
  }),
  reading('/issues/{issue_number}/labels', `${page}list-labels-for-an-issue`, (call) => {
    return paged(call, issueAt(call).labels, (label) => labelJson(call, label));
  }),
  writing('POST', '/issues/{issue_number}/labels', `${page}add-labels-to-an-issue`, triage, (call) => {
    const issue = issueAt(call);
    for (const name of namesOf(call)) addLabel(call.world, call.repository, issue, name, call.actor.login);
    return listed(call, issue);
  }),
  writing('PUT', '/issues/{issue_number}/labels', `${page}set-labels-for-an-issue`, triage, (call) => {
    const issue = issueAt(call);
    const names = namesOf(call);
    const kept = new Set(names.map((name) => name.toLowerCase()));
    for (const label of issue.labels.filter((each) => !kept.has(each.name.toLowerCase()))) {
      removeLabel(call.world, issue, label.name, call.actor.login);
    }
    for (const name of names) addLabel(call.world, call.repository, issue, name, call.actor.login);
    return listed(call, issue);
  }),
  // Removing a label that is not there is 404: https://docs.github.com/rest/issues/labels#remove-a-label-from-an-issue
  writing('DELETE', '/issues/{issue_number}/labels/{name}', `${page}remove-a-label-from-an-issue`, triage, (call) => {
    const issue = issueAt(call);
    const removed = removeLabel(call.world, issue, param(call, 'name'), call.actor.login);
    if (!removed) throw new ApiError(404, 'Label does not exist');
    return listed(call, issue);
  }),
];

function namesOf(call: WriteCall): string[] {
  const { body } = call;
  const list: unknown = isRecord(body) ? body['labels'] : body;
  if (!Array.isArray(list)) throw new ApiError(422, 'Invalid request.\n\n"labels" is not an array.');
  return list.map((each: unknown) => {
    const name = isRecord(each) ? each['name'] : each;
    if (typeof name !== 'string') throw new ApiError(422, 'Invalid request.\n\nA label is not a string.');
    return name;
  });
}

function listed(call: WriteCall, issue: Issue): Reply {
  return ok(issue.labels.map((label) => labelJson(call, label)));
}
