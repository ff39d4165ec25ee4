/**
 * The newest data of all streams in one file, so that one sync makes it safe.
 *
 * Each record is a line and the bytes that it describes:
 *
 * ```
 * <crc32 of the rest of the line> <stream id> <from> <to> <crc32 of the bytes>
 * ```
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { makeWay, refuseLink } from "../../shared/own_file.ts";
import { forceDirectory } from "./journal.ts";

/** Longer lines are none. */
const LONGEST_LINE = 256;

/** Bytes of a stream. */
export interface LogRecord {
  /** Name of the stream. */
  readonly id: string;
  /** Where they begin in its result file. */
  readonly from: number;
  /** The bytes. */
  readonly bytes: Uint8Array;
}

/** The path of the log of a proxy whose first result file is `resultFile`. */
export function sharedLogPath(resultFile: string): string {
  return `${resultFile}.wal`;
}

/** Appends to the log; it is created when it is first needed. */
export class SharedLog {
  readonly #path: string;
  #file: FileHandle | undefined;
  #bytes = 0;
  #isTorn = false;

  /** The log at `path`; what an earlier process left there is replaced. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Bytes that it holds. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether records may be appended: not after one that is incomplete. */
  get isSound(): boolean {
    return !this.#isTorn;
  }

  /**
   * Appends records, and forces them to disk.
   *
   * @throws {Error} if that is not possible now.
   */
  async append(records: readonly LogRecord[]): Promise<void> {
    const text = Buffer.concat(records.flatMap(formatRecord));
    this.#isTorn = true;
    this.#file ??= await this.#create();
    await this.#file.appendFile(text);
    await this.#file.datasync();
    this.#bytes += text.length;
    this.#isTorn = false;
  }

  /** Empties it: all of it is safe elsewhere. */
  async clear(): Promise<void> {
    if (this.#bytes === 0 && !this.#isTorn) return;
    this.#isTorn = true;
    // It is appended to, so it goes on at its start.
    await this.#file?.truncate(0);
    this.#bytes = 0;
    this.#isTorn = false;
  }

  /** Closes it. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Closes and removes it: all of it is safe elsewhere. */
  async remove(): Promise<void> {
    if (this.#file === undefined) return;
    await this.close();
    await rm(this.#path, { force: true });
  }

  async #create(): Promise<FileHandle> {
    makeWay(this.#path);
    const file = await open(this.#path, "ax");
    try {
      await forceDirectory(dirname(this.#path));
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}

/**
 * The records of a log by stream, up to the first that is incomplete; none if
 * there is no log.
 *
 * @throws {Error} if it can't be read, or is a symbolic link.
 */
export async function readSharedLog(
  path: string,
): Promise<ReadonlyMap<string, readonly LogRecord[]>> {
  const streams = new Map<string, LogRecord[]>();
  refuseLink(path);
  const log = await readFile(path).catch((error) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  for (let at = 0;;) {
    const found = parseRecord(log, at);
    if (found === undefined) return streams;
    const { record } = found;
    const known = streams.get(record.id);
    if (known === undefined) streams.set(record.id, [record]);
    else known.push(record);
    at = found.end;
  }
}

/** The bytes of a stream after the first `size`, as far as its records have them. */
export function bytesAfter(
  size: number,
  records: readonly LogRecord[],
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = size;
  for (const { from, bytes } of records) {
    if (from > at || from + bytes.length <= at) continue;
    parts.push(bytes.subarray(at - from));
    at = from + bytes.length;
  }
  return Buffer.concat(parts);
}

function formatRecord({ id, from, bytes }: LogRecord): Uint8Array[] {
  const text = `${id} ${from} ${from + bytes.length} ${crc32(bytes)}`;
  return [Buffer.from(`${checksum(text)} ${text}\n`), bytes];
}

function parseRecord(
  log: Buffer,
  at: number,
): { readonly record: LogRecord; readonly end: number } | undefined {
  const line = log.subarray(at, at + LONGEST_LINE);
  const length = line.indexOf("\n");
  if (length < 0) return undefined;
  const [crc, ...fields] = line.toString("latin1", 0, length).split(" ");
  if (crc !== checksum(fields.join(" "))) return undefined;
  const [id] = fields;
  const [from, to, bytesCrc] = fields.slice(1).map(Number);
  const start = at + length + 1;
  const end = start + to - from;
  const bytes = log.subarray(start, end);
  if (end > log.length || crc32(bytes) !== bytesCrc) return undefined;
  return { record: { id, from, bytes }, end };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
