/**
 * Writes to the standard streams.
 *
 * @module
 */
import type { Writable } from "node:stream";

/**
 * Writes text. A reader that has gone away or a full disk neither ends the
 * program nor counts as its failure.
 */
export function say(to: Writable, text: string): void {
  if (to.listenerCount("error") === 0) to.on("error", () => undefined);
  try {
    to.write(text);
  } catch {
    // Deno throws what Node reports by the event.
  }
}
