/**
 * Rejected samples and converted values of a database.
 *
 * @module
 */
import type { ConversionTotal, RejectTotal } from "../activity.ts";
import { toBase64 } from "../cell_values.ts";
import type { RejectedSample, Rejects, RejectsQuery } from "../rows.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ReadDatabase, StoredRow } from "./read_database.ts";

/** Rows of totals that are returned, unless more are asked for. */
const MOST_TOTALS = 10_000;

/** Carries out a {@linkcode RejectsQuery}. */
export function readRejects(
  database: ReadDatabase,
  { names, senders }: Catalogue,
  { sender, before = Number.MAX_SAFE_INTEGER, limit }: RejectsQuery,
): Rejects {
  const id = sender === undefined ? undefined : senders.id(sender);
  if (!names.has("_oml_rejected")) return { samples: [], more: false };
  const ofSender = id === undefined ? "" : `AND oml_sender_id = ${id} `;
  const rows = database.all(
    "SELECT id, oml_ts_server, oml_sender_id, stream, reason, raw, length " +
      `FROM _oml_rejected WHERE id < ? ${ofSender}ORDER BY id DESC LIMIT ?`,
    before,
    limit + 1,
  );
  return {
    samples: rows.slice(0, limit).map((row) =>
      rejectedSample(row, (number) => senders.name(number))
    ),
    more: rows.length > limit,
  };
}

/** The numbers of rejected samples, by sender and reason. */
export function readRejectTotals(
  database: ReadDatabase,
  { names, senders }: Catalogue,
  most: number = MOST_TOTALS,
): RejectTotal[] {
  if (!names.has("_oml_reject_counts")) return [];
  const rows = database.all(
    "SELECT oml_sender_id, reason, sum(count) FROM _oml_reject_counts " +
      "GROUP BY oml_sender_id, reason ORDER BY 3 DESC LIMIT ?",
    most,
  );
  return rows.map(([sender, reason, count]) => ({
    sender: senders.name(Number(sender)),
    reason: String(reason),
    count: Number(count),
  }));
}

/** The numbers of converted values, by sender; `#0` stands for all others. */
export function readConversionTotals(
  database: ReadDatabase,
  { names, senders }: Catalogue,
  most: number = MOST_TOTALS,
): ConversionTotal[] {
  if (!names.has("_oml_conversions")) return [];
  const rows = database.all(
    "SELECT oml_sender_id, sum(count) FROM _oml_conversions " +
      "GROUP BY oml_sender_id ORDER BY 2 DESC LIMIT ?",
    most,
  );
  return rows.map(([sender, count]) => ({
    sender: senders.name(Number(sender ?? 0)),
    count: Number(count),
  }));
}

function rejectedSample(
  [id, time, sender, stream, reason, raw, length]: StoredRow,
  name: (id: number) => string,
): RejectedSample {
  return {
    id: Number(id),
    time: Number(time),
    sender: name(Number(sender)),
    ...stream === null ? {} : { stream: Number(stream) },
    reason: String(reason),
    raw: raw instanceof Uint8Array ? toBase64(raw) : "",
    length: Number(length),
  };
}
