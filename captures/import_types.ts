/**
 * What an import of capture files needs, and what it has done.
 *
 * @module
 */
import type { SessionHeader } from "../codec/headers/session_header.ts";
import type { Limits } from "../codec/values/limits.ts";
import type { RowReport } from "../server/batches/row_sink.ts";
import type { Experiments } from "../server/experiments/experiments.ts";
import type { HintError } from "../shared/hint_error.ts";
import type { RowCounts } from "./stream_body.ts";

/** Receives the rejected samples and converted values of a stream. */
export interface StreamReport extends RowReport {
  /** The stream has ended; `kept` of its tuples were stored. */
  counted(kept: number): void;
}

/** Where files are imported, and how. */
export interface ImportTarget {
  /** The experiments. */
  readonly experiments: Experiments;
  /** Limits on what is held of a stream. */
  readonly limits: Limits;
  /** Whether to store again what was imported before. */
  readonly again: boolean;
  /** The experiment of all streams, instead of the one in their headers. */
  readonly domain?: string;
  /** Returns the receiver of the reports on a stream. */
  readonly report?: (path: string, header: SessionHeader) => StreamReport;
}

/** What was done with a file. */
export interface FileResult extends RowCounts {
  /** The file. */
  readonly path: string;
  /** Number of streams in it. */
  readonly streams: number;
  /** Number of streams that were imported before, completely. */
  readonly known: number;
  /** Bytes that were imported before, of all streams. */
  readonly knownBytes: number;
  /** The experiments of its streams. */
  readonly domains: ReadonlySet<string>;
  /** How long it took. */
  readonly seconds: number;
  /** Whether all of it was read. */
  readonly isWhole: boolean;
  /** What can't be read or stored of it. */
  readonly faults: readonly HintError[];
}
