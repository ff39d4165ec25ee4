/**
 * The programs that have a manual page.
 *
 * @module
 */
import type { Command } from "commander";
import type { Manual } from "./manual.ts";
import { proxyCommand } from "./proxy_flags.ts";
import { PROXY_MANUAL } from "./proxy_manual.ts";
import { serverCommand } from "./server_flags.ts";
import { SERVER_MANUAL } from "./server_manual.ts";

/** A program with its options. */
export interface Documented {
  /** The command with its options. */
  readonly command: Command;
  /** What else there is to say. */
  readonly manual: Manual;
}

/** The programs by the name of their subcommand. */
export const PAGES: ReadonlyMap<string, Documented> = new Map([
  ["server", document(serverCommand, SERVER_MANUAL)],
  ["proxy", document(proxyCommand, PROXY_MANUAL)],
]);

function document(
  make: (program: string) => Command,
  manual: Manual,
): Documented {
  return { command: make(manual.program), manual };
}
