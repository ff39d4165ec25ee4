/**
 * Reads rejected samples block by block.
 *
 * @module
 */
import type { PostgresCatalogue } from "../../archive/postgres/postgres_catalogue.ts";
import type { PostgresRow } from "../../server/rows/postgres/postgres_connection.ts";
import { BLOCK_SAMPLES, storedReject } from "../exact_rows.ts";
import type { StoredReject } from "../stored.ts";
import type { Snapshot } from "./snapshot.ts";

/** Reads all samples, in the order of their ids. */
export async function* readRejects(
  snapshot: Snapshot,
  { own }: PostgresCatalogue,
): AsyncGenerator<readonly StoredReject[]> {
  const table = own.get("_oml_rejected");
  if (table === undefined) return;
  for (let after = "-1";;) {
    const rows = await snapshot.query(
      `SELECT id, oml_ts_server AS time, oml_sender_id AS sender, stream,
        reason, raw, length FROM ${table} WHERE id > $1::int8
        ORDER BY id LIMIT ${BLOCK_SAMPLES}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toReject);
    after = String(last.id);
  }
}

function toReject(
  { time, sender, stream, reason, raw, length }: PostgresRow,
): StoredReject {
  return storedReject([time, sender, stream, reason, raw, length]);
}
