/**
 * Reads rejected samples block by block.
 *
 * @module
 */
import type {
  ReadDatabase,
  StoredRow,
} from "../../archive/sqlite/read_database.ts";
import type { StoredReject } from "../stored.ts";

/** The most samples of a block: of each, up to 4 KiB are stored. */
const BLOCK_SAMPLES = 1000;

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
  return { samples: rows.map(toReject), lastId: Number(last[0]) };
}

function toReject(
  [, time, sender, stream, reason, raw, length]: StoredRow,
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
