/**
 * What was done with a file, in one line.
 *
 * @module
 */
import type { FileResult } from "../../captures/import_types.ts";

/** The summary of a file of which something was read. */
export function fileText(result: FileResult): string {
  const { path, streams, tuples, rejected, converted, seconds } = result;
  const domains = [...result.domains];
  const what = domains.length === 1 ? "experiment" : "experiments";
  const parts = [
    `${path}: ${counted(streams, "stream")}`,
    counted(tuples, "tuple"),
    `${counted(rejected)} rejected`,
    `${counted(converted)} converted`,
    `${what} ${domains.join(", ")}`,
    `${seconds.toFixed(2)} s`,
  ];
  const { knownBytes } = result;
  const before = knownBytes > 0
    ? `; ${counted(knownBytes)} bytes of it were imported before`
    : "";
  return parts.join(", ") + before;
}

/** A number, and what it counts. */
function counted(number: number, what?: string): string {
  const text = number.toLocaleString("en-US");
  if (what === undefined) return text;
  return `${text} ${what}${number === 1 ? "" : "s"}`;
}
