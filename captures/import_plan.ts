/**
 * Decides what is left to import of a stream.
 *
 * @module
 */
import {
  completeBytes,
  type ImportRecord,
  isSame,
  makeRecord,
  type StreamKey,
} from "./import_record.ts";

/** What is left to import of a stream. */
export interface ImportPlan {
  /** Its record; `offset` bytes of it are stored. */
  readonly record: ImportRecord;
  /** The record that this one continues, of when the file was shorter. */
  readonly ancestor?: ImportRecord;
}

/**
 * The records that may be of the beginning of a stream: they are if their
 * digests match. Those of the other streams of its file are not.
 */
export function possibleAncestors(
  key: StreamKey,
  fileKeys: readonly StreamKey[],
  records: readonly ImportRecord[],
): ImportRecord[] {
  return records.filter((record) =>
    record.head === key.head && record.occurrence === key.occurrence &&
    record.size < key.size && !fileKeys.some((other) => isSame(record, other))
  );
}

/**
 * Continues the record of which most is stored: one of the same stream, or one
 * of its `ancestors`.
 */
export function planRest(
  key: StreamKey,
  records: readonly ImportRecord[],
  ancestors: readonly ImportRecord[],
): ImportPlan {
  const own = records.filter((record) => isSame(record, key));
  const [best] = [...own, ...ancestors]
    .toSorted((a, b) => completeBytes(b) - completeBytes(a));
  if (best === undefined) return { record: makeRecord(key, 1, 0) };
  if (own.includes(best)) return { record: best };
  const copy = lastCopy(key, records) + 1;
  const record = makeRecord(key, copy, completeBytes(best));
  return { record, ancestor: best };
}

/** Begins or continues the import of a stream for the `copy`th time. */
export function planCopy(
  key: StreamKey,
  records: readonly ImportRecord[],
  copy: number,
): ImportPlan {
  const fresh = makeRecord(key, copy, 0);
  const begun = records.find(({ name }) => name === fresh.name);
  return { record: begun ?? fresh };
}

/**
 * Which copy it is when a whole file is imported once more: the last one if
 * that is not complete, so that an interrupted import goes on.
 */
export function nextCopy(
  keys: readonly StreamKey[],
  records: readonly ImportRecord[],
): number {
  const last = Math.max(0, ...keys.map((key) => lastCopy(key, records)));
  const isComplete = keys.every((key) =>
    records.some((record) =>
      isSame(record, key) && record.copy === last && record.offset >= key.size
    )
  );
  return last === 0 || isComplete ? last + 1 : last;
}

function lastCopy(key: StreamKey, records: readonly ImportRecord[]): number {
  const copies = records.filter((record) => isSame(record, key))
    .map(({ copy }) => copy);
  return Math.max(0, ...copies);
}
