/**
 * Compares the metadata of two experiments.
 *
 * @module
 */
import type { MetadataEntry } from "../archive/archive.ts";
import { TABLE_KEY } from "../codec/values/measurement_table.ts";
import type { MetadataDifference } from "./report.ts";
import type { Both } from "./tuple.ts";

const STREAM_NUMBER = /^\d+ /;

/**
 * The entries that only one experiment has, by subject, key and sender. Their
 * order does not matter.
 */
export function compareMetadata(
  { a, b }: Both<readonly MetadataEntry[]>,
): MetadataDifference[] {
  const values = { a: valuesOf(a), b: valuesOf(b) };
  const entries = new Map(
    [...a, ...b].map((entry) => [identity(entry), entry]),
  );
  return [...entries].flatMap(([id, { subject, key, sender }]) => {
    const mine = values.a.get(id) ?? [];
    const others = values.b.get(id) ?? [];
    const left = { a: without(mine, others), b: without(others, mine) };
    if (left.a.length + left.b.length === 0) return [];
    const common = mine.length - left.a.length;
    const by = sender === undefined ? {} : { sender };
    return [{ subject, key, ...by, ...left, common }];
  });
}

function valuesOf(entries: readonly MetadataEntry[]): Map<string, string[]> {
  const groups = Map.groupBy(entries, identity);
  return new Map(
    [...groups].map(([id, group]) => [id, group.map(comparable)]),
  );
}

/**
 * The value of an entry. The schema of a table begins with the number of the
 * stream that was the first to use it: clients number their streams as they
 * like.
 */
function comparable({ key, value, sender }: MetadataEntry): string {
  const isSchema = sender === undefined && key.startsWith(TABLE_KEY);
  return isSchema ? value.replace(STREAM_NUMBER, "") : value;
}

function identity({ subject, key, sender }: MetadataEntry): string {
  return JSON.stringify([subject, key, sender ?? null]);
}

/** The values that `others` has less often. */
function without(
  values: readonly string[],
  others: readonly string[],
): readonly string[] {
  const left = new Map<string, number>();
  for (const value of others) left.set(value, (left.get(value) ?? 0) + 1);
  return values.filter((value) => {
    const count = left.get(value) ?? 0;
    left.set(value, count - 1);
    return count <= 0;
  });
}
