import type { Intent } from '../../src/views/panel/protocol';

/**
 * What two intents must share to be the same act: while one is under way, the other is not sent. A second tick of the
 * same box, another risk while one is being set, or a denial during an approval would race with the first.
 */
export function intentKey(intent: Intent): string {
  switch (intent.kind) {
    case 'tick':
      return `tick ${intent.item}`;
    case 'setRisk':
      return 'risk';
    case 'approve':
    case 'deny':
      return 'review';
    default:
      return JSON.stringify(intent);
  }
}
