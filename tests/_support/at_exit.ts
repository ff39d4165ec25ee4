import process from "node:process";

/**
 * Runs `cleanUp` when the runtime exits. A safety net for the hooks of the
 * tests: on Deno, `after` does not run if the last test of a file is filtered
 * out.
 */
export function atExit(cleanUp: () => void): void {
  process.once("exit", cleanUp);
  // `deno test` ends without "exit"; Node has no such listeners.
  globalThis.addEventListener?.("unload", cleanUp);
}
