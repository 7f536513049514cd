import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../core/ports';

/** The time of this machine. */
export const processClock: Clock = { now: () => Date.now(), pause: () => setImmediate() };
