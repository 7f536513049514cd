import type { Finding, Migration } from '../../../src/core/highlights/model';

/** What is known of a migration of which only the words were read. */
export const byWords: Pick<Migration, 'dialect' | 'read' | 'readBecause' | 'down' | 'reversal' | 'phase'> = {
  dialect: null,
  read: 'words',
  readBecause: null,
  down: null,
  reversal: null,
  phase: null,
};

/** Says of the whole file what became of it. */
export function aboutTheFile(severity: Finding['severity'], message: string): Finding {
  const rule = severity === 'error' ? 'edited-after-shipping' : 'removed';
  return { rule, severity, line: null, message, advice: '' };
}
