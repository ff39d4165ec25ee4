/**
 * Opens a result file that a proxy has left behind, whatever became of it.
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
import type { StreamFacts } from "./stream_facts.ts";

/** Bytes read at once. */
const BLOCK = 256 * 1024;

/**
 * The facts of the stream in `path`, its file cut to what was forced to disk;
 * `undefined` if its journal names no stream: then nothing was touched. What
 * was forced, and is not what it was, is kept in another file.
 */
export async function recover(
  path: string,
  log: Log,
): Promise<StreamFacts | undefined> {
  const journal = await readFile(journalPath(path), "utf8");
  const { facts: said, isDamaged } = parseJournal(journal);
  const facts = foldFacts(said);
  if (facts === undefined) return undefined;
  refuseLink(path);
  const file = await open(path, "r+");
  try {
    const { size: found, ino: inode } = await file.stat();
    const size = await soundBytes(file, found, facts.data);
    // Whatever is torn lies behind all that the journal vouches for.
    const vouched = Math.max(0, ...facts.data.map(({ to }) => to));
    if (size < vouched || isDamaged && size < found) {
      await setAside({ path, file, size, found, vouched }, log);
    } else if (size < found) {
      log.info("{path}: cut to {size} bytes; the last {torn} were not safe", {
        ...{ path, size, torn: found - size },
      });
    }
    if (size < found) await file.truncate(size);
    return { ...facts, size, inode, header: await findHeader(file) };
  } finally {
    await file.close();
  }
}

/** A result file of which only the first `size` bytes can be trusted. */
interface DamagedFile {
  readonly path: string;
  readonly file: FileHandle;
  readonly size: number;
  /** Bytes that it has. */
  readonly found: number;
  /** Bytes that it had. */
  readonly vouched: number;
}

/** Keeps what can't be trusted, for people to look at. */
async function setAside(
  { path, file, size, found, vouched }: DamagedFile,
  log: Log,
): Promise<void> {
  const facts = { path, size, missing: Math.max(0, vouched - found) };
  if (found === size) {
    return log.warn(
      "{path}: has {size} bytes; {missing} more that it had are gone",
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
    "{path}: damaged, cut to {size} bytes; the {rest} behind them are kept " +
      "in {aside}, {missing} more are gone",
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

/** What a journal says, its facts of data in their order. */
export interface FoldedFacts extends StreamFacts {
  readonly data: readonly DataFact[];
}

/** The last fact of a kind holds; those of data are kept all. */
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
 * How many bytes from the start are as they were sent. What the journal does
 * not speak of may be anything, and what it speaks of may be missing where
 * the disk forgot it: the last range that is as it says is the measure.
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
