/**
 * Reads rejected samples block by block.
 *
 * @module
 */
import type { ReadDatabase } from "../../archive/sqlite/read_database.ts";
import { BLOCK_SAMPLES, storedReject } from "../exact_rows.ts";
import type { StoredReject } from "../stored.ts";

/** Samples, and where to go on. */
export interface RejectBlock {
  /** The samples. */
  readonly samples: readonly StoredReject[];
  /** The last id. */
  readonly lastId: number;
}

/** Reads samples after the id `after`, up to `to`; `undefined` at the end. */
export function readRejectBlock(
  database: ReadDatabase,
  after: number,
  to: number,
): RejectBlock | undefined {
  const rows = database.all(
    "SELECT id, oml_ts_server, oml_sender_id, stream, reason, raw, length " +
      "FROM _oml_rejected WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
    ...[after, to, BLOCK_SAMPLES],
  );
  const last = rows.at(-1);
  if (last === undefined) return undefined;
  return {
    samples: rows.map(([, ...values]) => storedReject(values)),
    lastId: Number(last[0]),
  };
}
