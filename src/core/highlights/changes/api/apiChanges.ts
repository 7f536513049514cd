import type { ChangedFile } from '../../../history';
import { named, pathFacts, textsOf, type Texts } from '../changedPaths';
import type { ApiChange, ApiFile } from '../model';
import { readJson } from '../readJson';
import { readYaml } from '../readYaml';
import type { ChangeRules } from '../rules';
import { maskText } from '../secrets';
import type { Steps } from '../steps';
import { whyNot, type Tree } from '../tree';
import { compareGraphql } from './graphqlSchema';
import { compareOpenApi } from './openApi';
import { compareProto } from './protobuf';

export interface PlannedApi {
  readonly file: ChangedFile;
  readonly format: ApiFile['format'];
}

/** The descriptions of APIs that a range changes, without those whose meaning stays the same. */
export function* readApis(
  planned: readonly PlannedApi[],
  texts: Texts,
  rules: ChangeRules,
  notes: string[],
): Steps<readonly ApiFile[]> {
  const files: ApiFile[] = [];
  for (const { file, format } of withoutMoved(planned)) {
    yield;
    const base = { ...pathFacts(file), format, changes: [] };
    const { was, now, notRead } = textsOf(file, texts, rules.blobLimit);
    let why = notRead;
    let changes: readonly ApiChange[] | null = null;
    try {
      if (why === null) changes = yield* compare(format, file.path, was, now);
    } catch (error) {
      why = whyNot(error);
    }
    if (why !== null) {
      notes.push(`${named(file.path)} was not understood: ${why}`);
      files.push({
        ...base,
        severity: 'medium',
        reason: 'What changes for clients could not be told.',
        notUnderstood: why,
      });
    } else if (changes !== null && changes.length > 0) files.push({ ...base, ...weigh(changes), notUnderstood: null });
  }
  return files;
}

function withoutMoved(planned: readonly PlannedApi[]): readonly PlannedApi[] {
  const gone = new Set(planned.flatMap(({ file }) => (file.status === 'deleted' ? [file.oldBlob] : [])));
  const come = new Set(planned.flatMap(({ file }) => (file.status === 'added' ? [file.newBlob] : [])));
  return planned.filter(
    ({ file }) =>
      !(file.status === 'deleted' ? come.has(file.oldBlob) : file.status === 'added' && gone.has(file.newBlob)),
  );
}

function* compare(
  format: ApiFile['format'],
  path: string,
  was: string | null,
  now: string | null,
): Steps<readonly ApiChange[] | null> {
  switch (format) {
    case 'protobuf':
      return yield* compareProto(was, now);
    case 'graphql':
      return yield* compareGraphql(was, now);
    case 'openapi':
      return yield* compareOpenApi(yield* document(path, was), yield* document(path, now));
  }
}

function* document(path: string, text: string | null): Steps<Tree | null> {
  if (text === null) return null;
  return /\.json$/i.test(path) ? yield* readJson(text) : ((yield* readYaml(text))[0] ?? null);
}

const effects: readonly ApiChange['effect'][] = ['breaking', 'dangerous', 'safe'];

function weigh(found: readonly ApiChange[]): Pick<ApiFile, 'changes' | 'severity' | 'reason'> {
  const changes = found
    .map((each) => ({ ...each, subject: maskText(each.subject), message: maskText(each.message) }))
    .sort((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect) || (a.line ?? 0) - (b.line ?? 0));
  const count = (effect: ApiChange['effect']): number => changes.filter((each) => each.effect === effect).length;
  const words = { breaking: 'breaking', dangerous: 'possibly breaking', safe: 'other' } as const;
  const told = effects.filter((effect) => count(effect) > 0).map((effect) => `${count(effect)} ${words[effect]}`);
  const noun = changes.length === 1 ? 'change' : 'changes';
  const isSafe = count('safe') === changes.length;
  const reason = isSafe ? `${changes.length} ${noun}, none breaking.` : `${told.join(', ')} ${noun}.`;
  return { changes, severity: count('breaking') > 0 ? 'high' : count('dangerous') > 0 ? 'medium' : 'low', reason };
}
