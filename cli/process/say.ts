/**
 * What a program says on its standard streams.
 *
 * @module
 */
import type { Writable } from "node:stream";

/**
 * Says something to whoever listens. Nobody has to: a reader that is gone, or a
 * full disk, must not end the program, or pass for a fault of what it does.
 */
export function say(to: Writable, text: string): void {
  if (to.listenerCount("error") === 0) to.on("error", () => undefined);
  try {
    to.write(text);
  } catch {
    // Deno throws what Node tells by the event.
  }
}
