/**
 * Blocks of rows, and of rejected samples, from what a database returns.
 *
 * @module
 */
import type { ExactRows, ExactValue, StoredReject } from "./stored.ts";

/**
 * The most rows of a block. More take no less time, but outlive the garbage
 * collector's first look, and so take more memory.
 */
export const BLOCK_ROWS = 512;

/** The most bytes of texts and blobs in a block of several rows. */
export const BLOCK_BYTES: number = 2 ** 19;

/**
 * The columns of a row before those of the query: id, sender, sequence number,
 * and the times of client and server.
 */
export const LEADING_COLUMNS = 5;

/** The most samples of a block: of each, up to 4 KiB are stored. */
export const BLOCK_SAMPLES = 1000;

/** Turns rows into a block; `time` reads their times. */
export function exactRows<V>(
  rows: readonly (readonly V[])[],
  time: (value: V) => number | null,
  values: readonly (readonly ExactValue[])[],
): ExactRows {
  return {
    count: rows.length,
    ids: rows.map((row) => Number(row[0])),
    senders: rows.map((row) => Number(row[1])),
    seqs: rows.map((row) => Number(row[2])),
    client: rows.map((row) => time(row[3])),
    server: rows.map((row) => time(row[4])),
    values,
  };
}

/** A rejected sample from its stored values. */
export function storedReject(
  [time, sender, stream, reason, raw, length]: readonly unknown[],
): StoredReject {
  return {
    time: Number(time),
    sender: Number(sender),
    stream: stream === null ? undefined : Number(stream),
    reason: String(reason),
    raw: raw instanceof Uint8Array ? raw : new Uint8Array(),
    length: Number(length),
  };
}
