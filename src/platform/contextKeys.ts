import { commands } from 'vscode';
import type { ContextKeys } from '../contributions';

/** Sets context keys for `when` clauses, and only when a value changed. */
export class ContextKeyWriter {
  private readonly values = new Map<string, unknown>();

  set<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
    if (this.values.get(key) === value) return;
    this.values.set(key, value);
    void commands.executeCommand('setContext', key, value);
  }
}
