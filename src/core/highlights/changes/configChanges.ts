import type { ChangedFile } from '../../history';
import { named, pathFacts, textsOf, type FileTexts, type Texts } from './changedPaths';
import type { ConfigKind } from './fileKinds';
import type { ConfigFile, Severity, ValueChange } from './model';
import type { ChangeRules } from './rules';
import { worstOf } from './severity';
import type { Steps } from './steps';
import { entriesOf, whyNot, type Tree } from './tree';
import { readValueChanges, type ValuesReading } from './valueChanges';

export interface PlannedConfig {
  readonly file: ChangedFile;
  readonly kind: ConfigKind;
}

interface Moved extends PlannedConfig {
  /** Where it was. */
  readonly from: ChangedFile | null;
}

/** The files of values of a range, without those whose values stay the same. */
export function* readConfig(
  planned: readonly PlannedConfig[],
  texts: Texts,
  rules: ChangeRules,
  notes: string[],
): Steps<readonly ConfigFile[]> {
  const files: ConfigFile[] = [];
  for (const each of pairMoved(planned)) {
    yield;
    const file = yield* readOne(each, texts, rules);
    if (file === null) continue;
    files.push(file);
    if (file.notUnderstood !== null) notes.push(`${named(file.path)} was not understood: ${file.notUnderstood}`);
  }
  return files;
}

/** A file that went and one that came with the same text, or with the same name where no other has it, are one that moved. */
function pairMoved(planned: readonly PlannedConfig[]): readonly Moved[] {
  const keysOf = ({ file, kind }: PlannedConfig): readonly string[] => [
    `blob ${file.oldBlob ?? file.newBlob ?? ''}`,
    `name ${kind.what} ${file.path.slice(file.path.lastIndexOf('/') + 1)}`,
  ];
  const waiting = new Map<string, PlannedConfig[]>();
  for (const each of planned.filter(({ file }) => file.status === 'deleted')) {
    for (const key of keysOf(each)) waiting.set(key, [...(waiting.get(key) ?? []), each]);
  }
  const taken = new Set<PlannedConfig>();
  const moved = planned
    .filter(({ file }) => file.status !== 'deleted')
    .map((each): Moved => {
      if (each.file.status !== 'added') return { ...each, from: null };
      const from = keysOf(each)
        .map((key, index) => {
          const free = (waiting.get(key) ?? []).filter((one) => !taken.has(one));
          return index === 0 || free.length === 1 ? free[0] : undefined;
        })
        .find((one) => one !== undefined);
      if (from !== undefined) taken.add(from);
      return { ...each, from: from?.file ?? null };
    });
  const gone = planned.filter((each) => each.file.status === 'deleted' && !taken.has(each));
  return [...moved, ...gone.map((each) => ({ ...each, from: null }))];
}

function* readOne({ file, kind, from }: Moved, texts: Texts, rules: ChangeRules): Steps<ConfigFile | null> {
  const facts =
    from === null
      ? pathFacts(file)
      : { ...pathFacts(file), previousPath: from.path, status: 'renamed' as const, oldBlob: from.oldBlob };
  const severityOf = (severity: Severity): Severity => (kind.local ? 'low' : severity);
  const base = { ...facts, what: kind.what, changes: [], omitted: 0, notUnderstood: null };
  if (facts.oldBlob !== null && facts.oldBlob === facts.newBlob) {
    return { ...base, severity: severityOf('medium'), reason: 'It moved; nothing in it changes.' };
  }
  if (kind.format === 'code') {
    return { ...base, severity: 'low', reason: 'Written as code; its values are not compared.' };
  }
  const own = textsOf(file, texts, rules.blobLimit);
  const old: FileTexts = from === null ? own : textsOf(from, texts, rules.blobLimit);
  const notRead = own.notRead ?? old.notRead;
  if (notRead !== null)
    return { ...base, severity: severityOf('medium'), reason: 'It could not be read.', notUnderstood: notRead };
  let reading: ValuesReading;
  try {
    reading = yield* readValueChanges(kind, old.was, own.now, rules.owner);
  } catch (error) {
    return {
      ...base,
      severity: severityOf('medium'),
      reason: 'It could not be understood.',
      notUnderstood: whyNot(error),
    };
  }
  if (reading.same && old.was !== null && own.now !== null && from === null) return null;
  return { ...base, ...weigh(reading, kind, facts.status, rules), notUnderstood: null };
}

function weigh(
  reading: ValuesReading,
  kind: ConfigKind,
  status: ConfigFile['status'],
  rules: ChangeRules,
): Pick<ConfigFile, 'changes' | 'omitted' | 'severity' | 'reason'> {
  const whole = status === 'added' || status === 'deleted';
  // Every value of a new file is new: only those that can hurt by what they are say something.
  const said = whole ? reading.changes.filter((each) => worthSaying(each, status)) : reading.changes;
  const changes = said.slice(0, rules.listed);
  const omitted = reading.changes.length - changes.length;
  const found = worstOf(
    said,
    whole
      ? `A ${status === 'added' ? 'new' : 'removed'} file of ${reading.changes.length} values.`
      : `${reading.changes.length} ${reading.changes.length === 1 ? 'value changes' : 'values change'}.`,
  );
  const lost = status === 'deleted' ? goneReason(kind) : null;
  const stores = kind.format === 'hcl' || kind.what === 'deployment' ? lostStores(reading.was, reading.now) : null;
  const reason = stores ?? (found.severity === 'low' ? lost : null);
  const byLines = reading.byLines === null ? '' : ` ${reading.byLines}`;
  if (reason !== null)
    return {
      changes,
      omitted,
      severity: kind.local ? 'low' : stores === null ? 'medium' : 'high',
      reason: reason + byLines,
    };
  return { changes, omitted, severity: kind.local ? 'low' : found.severity, reason: found.reason + byLines };
}

function worthSaying({ severity, topic, reason }: ValueChange, status: ConfigFile['status']): boolean {
  if (status === 'deleted') return false;
  return (
    severity === 'high' ||
    (severity === 'medium' && (topic === 'secrets' || topic === 'permissions' || topic === 'image') && reason !== null)
  );
}

function goneReason(kind: ConfigKind): string | null {
  return kind.category === 'infrastructure' ? `A ${kind.what} is removed.` : null;
}

const storeWords =
  /(?:database|db_instance|db_cluster|rds|dynamodb|s3_bucket|storage_bucket|storage_account|ebs_volume|efs|redis|elasticache|sql|cosmosdb|firestore|bigtable|disk|volume|kms_key)/;
const storeKinds = /^(?:StatefulSet|PersistentVolumeClaim|PersistentVolume|Namespace) /;

/** What holds data and is in the one description and not in the other: its removal may remove the data. */
function lostStores(was: Tree | null, now: Tree | null): string | null {
  const stores = (tree: Tree | null): readonly string[] => [
    ...[...entriesOf(tree).keys()].filter((key) => storeKinds.test(key)),
    ...[...entriesOf(entriesOf(tree).get('resource'))].flatMap(([type, each]) =>
      storeWords.test(type) &&
      !/_(?:policy|acl|configuration|versioning|notification|grant|role|rule|user|parameter_group|subnet_group|public_access_block)$/.test(
        type,
      )
        ? [...entriesOf(each).keys()].map((name) => `${type}.${name}`)
        : [],
    ),
  ];
  const kept = new Set(stores(now));
  const gone = stores(was).filter((each) => !kept.has(each));
  return gone.length === 0
    ? null
    : `${gone.slice(0, 3).join(', ')} is no longer described: what it holds may be removed.`;
}
