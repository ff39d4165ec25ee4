/**
 * What a load is.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";
import type { LoadSchemaName } from "./load_schemas.ts";

/** What is sent, over how many connections, and how fast. */
export interface LoadOptions {
  /** Host of the server. */
  readonly host: string;
  /** Port of the server. */
  readonly port: number;
  /** Connections, each a sender of its own. */
  readonly connections: number;
  /** Experiments that the connections are dealt out to. */
  readonly experiments: number;
  /** Start of the domains' names; unset, one that no other run has. */
  readonly domain: string | undefined;
  /** Tuples of all connections together; `Infinity` with `seconds`. */
  readonly tuples: number;
  /** Seconds after which no more are sent; `Infinity` with `tuples`. */
  readonly seconds: number;
  /** Tuples a second of each connection; unset, as fast as can be. */
  readonly rate: number | undefined;
  /** How tuples are written. */
  readonly content: ContentMode;
  /** What the tuples look like. */
  readonly schema: LoadSchemaName;
}

/** One connection's part of a load. */
export interface Flow {
  /** Its experiment. */
  readonly domain: string;
  /** Its sender. */
  readonly sender: string;
  /** Its tuples, numbered from 0. */
  readonly tuples: number;
}

/** Deals out a load to its connections; `run` tells its senders from others. */
export function planFlows(options: LoadOptions, run: string): Flow[] {
  const { connections, experiments, tuples } = options;
  const prefix = options.domain ?? `load-${run}`;
  const each = Math.floor(tuples / connections);
  const left = Number.isFinite(tuples) ? tuples - each * connections : 0;
  return Array.from({ length: connections }, (_, i) => ({
    domain: `${prefix}-${i % experiments}`,
    sender: `load-${run}-${i}`,
    tuples: i < left ? each + 1 : each,
  }));
}
