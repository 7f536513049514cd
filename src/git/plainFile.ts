import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * The text of a small regular file; `null` when there is none, it is something else, or it is over `limit` bytes.
 *
 * Opened without blocking, so that a named pipe in a hostile repository cannot make the reader wait for ever.
 */
export async function readPlainFile(path: string, limit: number): Promise<string | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const facts = await file.stat();
      return facts.isFile() && facts.size <= limit ? await file.readFile('utf8') : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
