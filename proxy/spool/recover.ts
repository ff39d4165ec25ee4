/**
 * Opens a result file that an earlier process left, in whatever state.
 *
 * @module
 */
import { type FileHandle, open, readFile } from "node:fs/promises";
import type { Log } from "../../shared/log.ts";
import { refuseLink } from "../../shared/own_file.ts";
import { HeaderFinder } from "../scan/header_finder.ts";
import type { StreamHeader } from "../scan/stream_header.ts";
import { foldDelivery } from "./delivery.ts";
import { type DataFact, type Fact, parseJournal } from "./journal_facts.ts";
import { checksum } from "./range_check.ts";
import { createFree, journalPath } from "./result_names.ts";
import { restore } from "./restore.ts";
import { bytesAfter, type LogRecord } from "./shared_log.ts";
import type { StreamFacts } from "./stream_facts.ts";

/** Bytes read at a time. */
const BLOCK = 256 * 1024;

/** The records of the shared log by stream. */
export type LoggedRecords = ReadonlyMap<string, readonly LogRecord[]>;

/**
 * The facts of the stream in `path`, its file cut to what was forced to disk,
 * and continued with what the shared log has; `undefined` if its journal has no
 * stream: then nothing is changed. Bytes that were forced and differ now are
 * copied to another file.
 */
export async function recover(
  path: string,
  log: Log,
  logged: LoggedRecords = new Map(),
): Promise<StreamFacts | undefined> {
  const journal = await readFile(journalPath(path), "utf8");
  const { facts: lines, isDamaged } = parseJournal(journal);
  const facts = foldFacts(lines);
  if (facts === undefined) return undefined;
  refuseLink(path);
  const file = await open(path, "r+");
  try {
    const { size: found, ino: inode } = await file.stat();
    const size = await soundBytes(file, found, facts.data);
    const rest = bytesAfter(size, logged.get(facts.id) ?? []);
    // Torn bytes are always after those that the journal covers.
    const covered = Math.max(0, ...facts.data.map(({ to }) => to));
    if (size < covered || isDamaged && size < found) {
      await setAside({ path, file, size, found, covered }, log);
    } else if (size + rest.length < found) {
      log.info(
        "{path}: cut to {size} bytes; the last {torn} were not safely on disk",
        {
          path,
          size: size + rest.length,
          torn: found - size - rest.length,
        },
      );
    }
    if (size < found) await file.truncate(size);
    const range = await restore(path, file, size, rest);
    return {
      ...facts,
      size: size + rest.length,
      data: [...facts.data, ...range],
      inode,
      header: await findHeader(file),
    };
  } finally {
    await file.close();
  }
}

/** A result file of which only the first `size` bytes are valid. */
interface DamagedFile {
  readonly path: string;
  readonly file: FileHandle;
  readonly size: number;
  /** Bytes in the file. */
  readonly found: number;
  /** Bytes that the journal covers. */
  readonly covered: number;
}

/** Copies the invalid bytes to another file, for the user to examine. */
async function setAside(
  { path, file, size, found, covered }: DamagedFile,
  log: Log,
): Promise<void> {
  const facts = { path, size, missing: Math.max(0, covered - found) };
  if (found === size) {
    return log.warn(
      "{path}: has {size} bytes; {missing} more are missing",
      facts,
    );
  }
  const aside = await createFree(`${path}.damaged`);
  try {
    await copyRange(file, aside.file, size, found);
    await aside.file.datasync();
  } finally {
    await aside.file.close();
  }
  log.warn(
    "{path}: damaged, cut to {size} bytes; the {rest} after them are kept " +
      "in {aside}, {missing} more are missing",
    { ...facts, rest: found - size, aside: aside.path },
  );
}

async function copyRange(
  from: FileHandle,
  to: FileHandle,
  start: number,
  end: number,
): Promise<void> {
  const block = new Uint8Array(BLOCK);
  for (let at = start; at < end;) {
    const length = Math.min(block.length, end - at);
    const { bytesRead } = await from.read(block, 0, length, at);
    if (bytesRead === 0) return;
    await to.writeFile(block.subarray(0, bytesRead));
    at += bytesRead;
  }
}

/** The folded facts of a journal, and its ranges in their order. */
export interface FoldedFacts extends StreamFacts {
  readonly data: readonly DataFact[];
}

/** The last fact of each kind counts; all ranges are kept. */
export function foldFacts(facts: readonly Fact[]): FoldedFacts | undefined {
  const [first] = facts;
  if (first?.kind !== "stream") return undefined;
  const last = <K extends Fact["kind"]>(kind: K) =>
    facts.findLast((fact): fact is Extract<Fact, { kind: K }> =>
      fact.kind === kind
    );
  return {
    id: first.id,
    begun: first.begun,
    ended: last("ended")?.at,
    ...foldDelivery(facts),
    data: facts.filter((fact) => fact.kind === "data"),
  };
}

/**
 * The number of valid bytes. Bytes that the journal does not cover may be
 * anything, and covered ones may be missing if the disk lost them: the last
 * range with the right checksum decides.
 */
async function soundBytes(
  file: FileHandle,
  found: number,
  data: readonly DataFact[],
): Promise<number> {
  for (const { from, to, crc } of data.toReversed()) {
    if (to <= found && await checksum(file, from, to) === crc) return to;
  }
  return Math.min(data[0]?.from ?? 0, found);
}

/** The headers of a result file, if they are complete. */
async function findHeader(
  file: FileHandle,
): Promise<StreamHeader | undefined> {
  const block = new Uint8Array(BLOCK);
  const { bytesRead } = await file.read(block, 0, block.length, 0);
  return new HeaderFinder().push(block.subarray(0, bytesRead));
}
