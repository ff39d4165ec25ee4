/**
 * The options of a load.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";
import type { ClientTls } from "../ports/runtime.ts";
import type { LoadSchemaName } from "./load_schemas.ts";

/** What is sent, over how many connections, and how fast. */
export interface LoadOptions {
  /** Host of the server. */
  readonly host: string;
  /** Port of the server. */
  readonly port: number;
  /** How it is verified; unset without TLS. */
  readonly tls?: ClientTls | undefined;
  /** Number of connections, each with its own sender. */
  readonly connections: number;
  /** Number of experiments, to which connections are assigned in turn. */
  readonly experiments: number;
  /** Prefix of the domain names; by default unique for each run. */
  readonly domain: string | undefined;
  /** Tuples of all connections together; `Infinity` with `seconds`. */
  readonly tuples: number;
  /** Seconds after which sending stops; `Infinity` with `tuples`. */
  readonly seconds: number;
  /** Tuples/s of each connection; unlimited if unset. */
  readonly rate: number | undefined;
  /** Encoding of tuples. */
  readonly content: ContentMode;
  /** Schema of the tuples. */
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

/** Divides a load among its connections; `run` distinguishes its senders. */
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
