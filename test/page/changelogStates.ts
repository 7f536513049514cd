import type { PageState } from '../../src/views/panel/protocol';
import { openRelease } from './states';

/** Releases whose changelog is not simply there. */

/** The description's changelog lacks commits, and a bot's names others. */
export const staleRelease: PageState = {
  ...openRelease,
  carried: {
    lines: [
      {
        text: 'The changelog in the description is stale: it lacks 2 of 120 commits.',
        tone: 'warn',
        missing: [60, 118].map((index) => {
          const short = (index + 1).toString(16).padStart(7, '0');
          return { sha: short.padEnd(40, '0'), short, text: `a change that came later ${String(index)}` };
        }),
        foreign: ['deadbee', '#9999'],
      },
      { text: 'The changelog in release-bot’s comment is complete.', tone: 'ok', missing: [], foreign: [] },
    ],
    action: { label: 'Bring it up to date', intent: { kind: 'insertChangelog' }, disabled: null },
  },
};

/** The commits are being read. */
export const readingRelease: PageState = {
  ...openRelease,
  changelogKey: null,
  changelogStatus: 'Reading 12,000 of 50,000 commits…',
  changelogActions: [{ label: 'Cancel', intent: { kind: 'cancelReading' } }],
};

/** The commits could not be read. */
export const unreadRelease: PageState = {
  ...openRelease,
  changelogKey: null,
  changelogStatus: 'The commits could not be read: GitHub did not answer within 30 seconds.',
  changelogActions: [{ label: 'Read again', intent: { kind: 'readAgain' } }],
};
