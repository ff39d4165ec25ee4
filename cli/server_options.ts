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
  { timeout, rejects, limits: asked }: ServerFlags,
): ServerOptions {
  const { collect, limits } = DEFAULT_SERVER_OPTIONS;
  const { maxConnections, maxDomains, maxMemory } = asked;
  return {
    idleSeconds: timeout,
    maxConnections,
    maxDomains,
    limits: {
      ...limits,
      headerBytes: asked.maxHeader,
      messageBytes: asked.maxMessage,
      fields: asked.maxFields,
    },
    collect: { ...collect, allBytes: maxMemory, keepRejects: rejects },
  };
}
