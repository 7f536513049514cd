import type { ReadingProgress } from '../core/history';

const shortestPauseMs = 50;

/** Tells how far a reading has come, at most every 50 ms; what is the same as before is not told again. */
export class ProgressReport {
  #read = 0;
  #total: number | null = null;
  #told: ReadingProgress | null = null;
  #toldAt = -Infinity;
  readonly #tell: (progress: ReadingProgress) => void;

  constructor(tell: (progress: ReadingProgress) => void) {
    this.#tell = tell;
  }

  /** So many were read; told when the last time is long enough ago. */
  read(count: number): void {
    this.#read = count;
    if (performance.now() - this.#toldAt >= shortestPauseMs) this.#flush();
  }

  /** It is known how many there are; told at once. */
  total(count: number): void {
    this.#total = count;
    this.#flush();
  }

  #flush(): void {
    const progress = { read: this.#read, total: this.#total };
    if (this.#told?.read === progress.read && this.#told.total === progress.total) return;
    this.#told = progress;
    this.#toldAt = performance.now();
    this.#tell(progress);
  }
}
