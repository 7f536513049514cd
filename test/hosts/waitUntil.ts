/** How long the page object waits for the workbench before it gives up, in milliseconds. */
export const patience = 15_000;

/**
 * Calls `probe` until it returns something other than undefined, and returns that.
 *
 * @param what completes the sentence "Waited for ..." of the error.
 * @param seen tells what was there instead, for the error.
 */
export async function waitUntil<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  seen?: () => Promise<unknown>,
): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() > end) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const instead = seen === undefined ? '' : ` Seen: ${JSON.stringify(await seen().catch(String))}`;
  throw new Error(`Waited for ${what} for ${String(patience / 1000)} s.${instead}`);
}
