/**
 * Rejected samples and converted values of a database.
 *
 * @module
 */
import type { PostgresRow } from "../../server/rows/postgres/postgres_connection.ts";
import type { ConversionTotal, RejectTotal } from "../activity.ts";
import { toBase64 } from "../cell_values.ts";
import type { RejectedSample, Rejects, RejectsQuery } from "../rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { PostgresCatalogue } from "./postgres_catalogue.ts";
import type { PostgresQueries } from "./postgres_reader.ts";

/** Rows of totals that are returned, unless more are asked for. */
const MOST_TOTALS = 10_000;

/** Carries out a {@linkcode RejectsQuery}. */
export async function readRejects(
  reader: PostgresQueries,
  { own, senders }: PostgresCatalogue,
  { sender, before = Number.MAX_SAFE_INTEGER, limit }: RejectsQuery,
): Promise<Rejects> {
  const id = sender === undefined ? undefined : senders.id(sender);
  const table = own.get("_oml_rejected");
  if (table === undefined) return { samples: [], more: false };
  const ofSender = id === undefined ? "" : "AND oml_sender_id = $3::int8";
  const rows = await reader.query(
    `SELECT id, oml_ts_server AS time, oml_sender_id AS sender, stream, reason,
      raw, length FROM ${table} WHERE id < $1 ${ofSender}
      ORDER BY id DESC LIMIT $2`,
    [before, limit + 1, ...id === undefined ? [] : [id]],
  );
  return {
    samples: rows.slice(0, limit).map((row) => rejectedSample(row, senders)),
    more: rows.length > limit,
  };
}

/** The numbers of rejected samples, by sender and reason. */
export async function readRejectTotals(
  reader: PostgresQueries,
  { own, senders }: PostgresCatalogue,
  most: number = MOST_TOTALS,
): Promise<RejectTotal[]> {
  const table = own.get("_oml_reject_counts");
  if (table === undefined) return [];
  const rows = await reader.query(
    `SELECT oml_sender_id AS sender, reason, sum(count) AS count FROM ${table}
      GROUP BY 1, 2 ORDER BY 3 DESC LIMIT ${most}`,
  );
  return rows.map(({ sender, reason, count }) => ({
    sender: senders.name(Number(sender)),
    reason: String(reason),
    count: Number(count),
  }));
}

/** The numbers of converted values, by sender; `#0` stands for all others. */
export async function readConversionTotals(
  reader: PostgresQueries,
  { own, senders }: PostgresCatalogue,
  most: number = MOST_TOTALS,
): Promise<ConversionTotal[]> {
  const table = own.get("_oml_conversions");
  if (table === undefined) return [];
  const rows = await reader.query(
    `SELECT oml_sender_id AS sender, sum(count) AS count FROM ${table}
      GROUP BY 1 ORDER BY 2 DESC LIMIT ${most}`,
  );
  return rows.map(({ sender, count }) => ({
    sender: senders.name(Number(sender ?? 0)),
    count: Number(count),
  }));
}

function rejectedSample(
  row: PostgresRow,
  senders: SenderNames,
): RejectedSample {
  const { raw, stream } = row;
  return {
    id: Number(row.id),
    time: Number(row.time),
    sender: senders.name(Number(row.sender)),
    ...stream === null ? {} : { stream: Number(stream) },
    reason: String(row.reason),
    raw: raw instanceof Uint8Array ? toBase64(raw) : "",
    length: Number(row.length),
  };
}
