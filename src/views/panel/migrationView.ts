import { counts, isDestructive, isUnclear } from '../../core/highlights/effect';
import type { Finding, Migration, MigrationOperation } from '../../core/highlights/model';
import { isLoss } from '../../core/highlights/operation';
import {
  compatibilityWord,
  lockMeaning,
  noticedLocks,
  phaseMeanings,
  workWords,
} from '../../core/highlights/review/words';
import type { Direction } from '../../core/history';
import { migrationStatus } from '../words';
import type { FindingView, MigrationView, OperationView } from './hurtViews';
import type { Phrase, Tone } from './protocol';

/** One migration, as the page shows it. */
export function migrationView(migration: Migration, direction: Direction): MigrationView {
  const matters = counts(migration, direction);
  return {
    path: migration.path,
    runs: migration.effect === 'run',
    tone: toneOf(migration, direction),
    framework: migration.frameworkName,
    status: statusPhrase(migration, direction),
    phase: matters ? phasePhrase(migration) : null,
    down: matters ? downPhrase(migration) : null,
    findings: [
      ...migration.findings.map(findingView),
      ...(matters && migration.readBecause !== null ? [byWords(migration.readBecause)] : []),
    ],
    operations: migration.operations.map(operationView),
  };
}

function toneOf(migration: Migration, direction: Direction): Tone {
  if (isDestructive(migration, direction)) return 'error';
  const grave = migration.findings.some(({ severity }) => severity !== 'note');
  return isUnclear(migration, direction) || grave ? 'warn' : 'info';
}

function statusPhrase(migration: Migration, direction: Direction): Phrase {
  const text = migrationStatus(migration, direction);
  const expected = migration.status === 'added' || (migration.status === 'modified' && migration.effect === 'run');
  return expected ? { text } : { text, tone: 'warn' };
}

function phasePhrase({ phase }: Migration): Phrase | null {
  if (phase === null || phase === 'neutral') return null;
  return { text: phase, tone: phase === 'contract' ? 'warn' : 'dim', title: phaseMeanings[phase] };
}

function downPhrase({ down, reversal }: Migration): Phrase | null {
  if (down === null) return null;
  if (!down.exists) return { text: 'no way back', title: 'There is no migration that takes it back.' };
  const judged = reversal === null ? {} : { title: reversal.reason };
  const intent = down.path === null ? {} : { intent: { kind: 'openFile' as const, path: down.path, line: null } };
  if (reversal?.reversible === false) return { text: 'way back is incomplete', tone: 'warn', ...judged, ...intent };
  return { text: 'has a way back', ...judged, ...intent };
}

const findingTones: Readonly<Record<Finding['severity'], Tone>> = { error: 'error', warning: 'warn', note: 'info' };

function findingView({ severity, line, message, advice }: Finding): FindingView {
  return { tone: findingTones[severity], text: message, advice, line };
}

function byWords(reason: string): FindingView {
  return { tone: 'info', text: `Read by its words only, so that less is known: ${reason}.`, advice: '', line: null };
}

function operationView(operation: MigrationOperation): OperationView {
  const { line, text, summary, destructive, kind, compatibility, backwardCompatible, notes } = operation;
  const word = compatibilityWord(operation);
  const work = workWords(operation);
  return {
    line,
    text,
    summary,
    destructive,
    certain: isLoss(operation),
    understood: kind !== 'not-understood',
    locks: noticedLocks(operation).map(({ table, mode }) => ({
      text: `${mode} on ${table}`,
      title: lockMeaning(mode),
    })),
    work,
    oldCode:
      backwardCompatible === true || kind === 'not-understood'
        ? null
        : { text: `old code: ${word}`, tone: word === 'breaks' ? 'error' : 'dim', title: compatibility },
    notes,
    harmless: !destructive && backwardCompatible === true && work.length === 0,
  };
}
