/**
 * Turns flags into the options of a server.
 *
 * @module
 */
import {
  DEFAULT_SERVER_OPTIONS,
  type ServerOptions,
} from "../../server/options.ts";
import type { ServerFlags } from "../flags/server_flags.ts";

/**
 * PostgreSQL gets larger batches: each transaction costs it some round trips
 * and a wait for the disk (`bench/postgres.ts`).
 */
const POSTGRES_COLLECT = {
  allCommits: Infinity,
  commitBytes: 1.5 * 1024 * 1024,
  maxBytes: 4 * 1024 * 1024,
} as const;

/** The options that the flags ask for; defaults for the rest. */
export function serverOptions(
  { timeout, rejects, backend, limits: asked }: ServerFlags,
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
      streams: asked.maxStreams,
      definitionBytes: asked.maxDefinitions,
    },
    collect: {
      ...collect,
      ...backend === "postgresql" ? POSTGRES_COLLECT : {},
      allBytes: maxMemory,
      tables: asked.maxTables,
      tableBytes: asked.maxDefinitions,
      keepRejects: rejects,
    },
  };
}
