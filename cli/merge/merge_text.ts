/**
 * What `oml2 merge` prints.
 *
 * @module
 */
import type { Merged } from "../../merge/merge.ts";
import type { MergeProgress } from "../../merge/progress.ts";

/** A part, before it is merged. */
export function partText(path: string, rows: number, senders: number): string {
  return `${path}: ${counted(rows, "row")}, ${counted(senders, "sender")}`;
}

/** The result. */
export function mergedText(to: string, merged: Merged): string {
  const { rows, tables, senders, repeated, rejected } = merged;
  const parts = [
    `${to}: ${counted(rows, "row")}`,
    counted(tables, "table"),
    counted(senders, "sender"),
    `${number(rejected)} rejected`,
  ].join(", ");
  if (repeated === 0) return parts;
  const were = repeated === 1 ? "row was" : "rows were";
  return `${parts}; ${number(repeated)} ${were} in another part, too`;
}

/** The text for a terminal; the number of all rows is an estimate. */
export function progressText(
  { table, read }: MergeProgress,
  rows: number,
): string {
  return `${table}: ${number(read)} of ${counted(rows, "row")}`;
}

function counted(count: number, what: string): string {
  return `${number(count)} ${what}${count === 1 ? "" : "s"}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
