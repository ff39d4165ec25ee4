/**
 * Continues a result file with what the shared log has of it.
 *
 * @module
 */
import { type FileHandle, open, readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { type DataFact, formatFact } from "./journal_facts.ts";
import { journalPath } from "./result_names.ts";
import { writeAll } from "./write_all.ts";

/**
 * Writes `bytes` after the first `size` of `file`, whose path is `path`, forces
 * them to disk, and records them in its journal; returns the recorded range, if
 * any.
 */
export async function restore(
  path: string,
  file: FileHandle,
  size: number,
  bytes: Uint8Array,
): Promise<readonly DataFact[]> {
  if (bytes.length === 0) return [];
  await writeAll(file, bytes, size);
  await file.datasync();
  const to = size + bytes.length;
  const range = { kind: "data", from: size, to, crc: crc32(bytes) } as const;
  await appendFact(journalPath(path), range);
  return [range];
}

/** Appends to a journal whose last line may be torn. */
async function appendFact(path: string, fact: DataFact): Promise<void> {
  const end = (await readFile(path)).lastIndexOf("\n") + 1;
  const journal = await open(path, "r+");
  try {
    await journal.truncate(end);
    await journal.write(formatFact(fact), end);
    await journal.datasync();
  } finally {
    await journal.close();
  }
}
