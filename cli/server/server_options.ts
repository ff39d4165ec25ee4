/**
 * Turns flags into the options of a server.
 *
 * @module
 */
import {
  DEFAULT_SERVER_OPTIONS,
  type ServerOptions,
} from "../../server/options.ts";
import type { StreamLimits } from "../flags/limit_flags.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import type { StorageFlags } from "../flags/storage_flags.ts";

/**
 * PostgreSQL gets larger batches: each transaction costs it some round trips
 * and a wait for the disk (`bench/postgres.ts`).
 */
const POSTGRES_COLLECT = {
  allCommits: Infinity,
  commitBytes: 1.5 * 1024 * 1024,
  maxBytes: 4 * 1024 * 1024,
} as const;

/** The flags that decide how measurements are collected. */
type CollectFlags = Pick<StorageFlags, "backend" | "rejects"> & {
  readonly limits: StreamLimits;
};

/** The options that the flags ask for; defaults for the rest. */
export function serverOptions(flags: ServerFlags): ServerOptions {
  const { maxConnections, maxDomains } = flags.limits;
  return {
    idleSeconds: flags.timeout,
    maxConnections,
    maxDomains,
    ...collectOptions(flags),
  };
}

/** How measurements are collected, and the limits of what sends them. */
export function collectOptions(
  { rejects, backend, limits: asked }: CollectFlags,
): Pick<ServerOptions, "limits" | "collect"> {
  const { collect, limits } = DEFAULT_SERVER_OPTIONS;
  return {
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
      allBytes: asked.maxMemory,
      tables: asked.maxTables,
      tableBytes: asked.maxDefinitions,
      keepRejects: rejects,
    },
  };
}
