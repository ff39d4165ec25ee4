/**
 * Which rows a query means, as SQL for every database.
 *
 * @module
 */
import { isTime, TIME_COLUMNS } from "../archive/selection.ts";
import type { SenderNames } from "../archive/sender_names.ts";
import type { ExactQuery } from "./stored.ts";

/**
 * The conditions of a query, each preceded by AND.
 *
 * @throws {NotFoundError} if a sender does not exist.
 */
export function conditionsOf(
  { clock = "server", from, to, senders }: ExactQuery,
  names: SenderNames,
): string {
  const time = TIME_COLUMNS[clock];
  const ids = names.ids(senders);
  // Numbers only, so no text of a user gets into the SQL.
  return [
    ids === undefined ? "" : ` AND ${isOneOf(ids.map(Number))}`,
    isTime(from) ? ` AND ${time} >= ${Number(from)}` : "",
    isTime(to) ? ` AND ${time} <= ${Number(to)}` : "",
  ].join("");
}

/** PostgreSQL has no empty lists. */
function isOneOf(ids: readonly number[]): string {
  return ids.length === 0 ? "false" : `oml_sender_id IN (${ids.join(", ")})`;
}
