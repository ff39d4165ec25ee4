import { query, scalar } from "../../_support/sqlite.ts";
import { decode } from "../../codec/_support/decode.ts";

/** Tuples without metadata, and samples that can't be stored. */
export interface Counts {
  readonly tuples: number;
  readonly rejected: number;
}

/** What a stream holds, by the codec in this process. */
export function countStream(stream: Uint8Array): Counts {
  const counts = { tuples: 0, rejected: 0 };
  for (const event of decode([stream]).events) {
    if (event.type === "rejected") counts.rejected++;
    if (event.type === "tuple" && event.schema.index > 0) counts.tuples++;
  }
  return counts;
}

const NAMES = "select name from sqlite_schema where type = 'table'";

/** What a database holds, and how much it counts as rejected. */
export function countDatabase(path: string): Counts {
  const names = query(path, NAMES).map(({ name }) => String(name));
  const stored = names
    .filter((name) => !name.startsWith("_"))
    .map((name) => Number(scalar(path, `select count(*) from "${name}"`)));
  const rejected = names.includes("_oml_reject_counts")
    ? scalar(path, "select sum(count) from _oml_reject_counts")
    : 0;
  return {
    tuples: stored.reduce((sum, rows) => sum + rows, 0),
    rejected: Number(rejected ?? 0),
  };
}

/** The sum of two. */
export function add(one: Counts, other: Counts): Counts {
  return {
    tuples: one.tuples + other.tuples,
    rejected: one.rejected + other.rejected,
  };
}
