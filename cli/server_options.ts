/**
 * From flags to the options of a server.
 *
 * @module
 */
import {
  DEFAULT_SERVER_OPTIONS,
  type ServerOptions,
} from "../server/options.ts";
import type { ServerFlags } from "./server_flags.ts";

/** The options that the flags ask for, defaults where they say nothing. */
export function serverOptions(
  { timeout, rejects }: ServerFlags,
): ServerOptions {
  const { collect } = DEFAULT_SERVER_OPTIONS;
  return {
    ...DEFAULT_SERVER_OPTIONS,
    idleSeconds: timeout,
    collect: { ...collect, keepRejects: rejects },
  };
}
