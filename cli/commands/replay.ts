/**
 * The subcommand `replay`.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";

/** Sends saved result files; returns the exit status. */
export function main(
  _runtime: Runtime,
  _args: readonly string[],
): Promise<number> {
  return Promise.resolve(1);
}
