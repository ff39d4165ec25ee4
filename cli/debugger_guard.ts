/**
 * Keeps the runtime's debugger closed, through which others on the machine
 * could take the program over.
 *
 * @module
 */
import inspector from "node:inspector";

/** Milliseconds between two looks, and in which the debugger may open. */
const LOOK_MS = 2;
const OPENS_MS = 1_000;

/**
 * Deno (since 2.9.2) opens its debugger at SIGUSR1 whoever else handles that
 * signal. Nobody can forbid it; what opens is closed at once.
 */
export class DebuggerGuard {
  /** Whether it is to be closed: nobody asked for it at the start. */
  readonly #isUnwanted = isOpen() === false;

  /** To be called at the signal. */
  signalled(): void {
    if (!this.#isUnwanted) return;
    const until = performance.now() + OPENS_MS;
    const look = setInterval(() => {
      const opened = isOpen();
      if (opened) inspector.close();
      if (opened || performance.now() >= until) clearInterval(look);
    }, LOOK_MS);
  }
}

/** `undefined` where Deno has no permission to tell, nor to close it. */
function isOpen(): boolean | undefined {
  try {
    return inspector.url() !== undefined;
  } catch {
    return undefined;
  }
}
