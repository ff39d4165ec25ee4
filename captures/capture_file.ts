/**
 * A capture file: stores the streams that are in it.
 *
 * @module
 */
import type { FileHandle } from "node:fs/promises";
import { CaptureSplitter } from "../codec/captures/capture_splitter.ts";
import { explainPacked } from "../codec/captures/packed.ts";
import { ProtocolError } from "../codec/errors.ts";
import { countLines } from "../shared/count_lines.ts";
import { CaptureRun, type CaptureTarget } from "./capture_run.ts";
import { GrowingFile } from "./growing_file.ts";
import type { RowCounts } from "./stream_body.ts";

/** A part of a block: bytes of the current stream, or the start of the next. */
type Piece = Uint8Array | "begin";

/** What a file contained. */
export interface CaptureCounts extends RowCounts {
  /** Number of streams: the times that it was appended to. */
  readonly streams: number;
  /** The experiments of its streams. */
  readonly domains: ReadonlySet<string>;
}

/** Stores the streams of one file. The calls must be awaited. */
export class CaptureFile {
  readonly #file: GrowingFile;
  readonly #target: CaptureTarget;
  readonly #splitter: CaptureSplitter;
  readonly #domains = new Set<string>();
  #pieces: Piece[] = [];
  #run: CaptureRun | undefined;
  #streams = 0;
  /** The counts of the streams that have ended. */
  #ended: RowCounts = { tuples: 0, rejected: 0, converted: 0 };

  /** Stores the file at `path` in `target`. */
  constructor(path: string, target: CaptureTarget) {
    this.#file = new GrowingFile(path);
    this.#target = target;
    this.#splitter = new CaptureSplitter({
      begin: () => this.#pieces.push("begin"),
      // Copied: valid only during the call.
      bytes: (bytes) => this.#pieces.push(bytes.slice()),
    }, target.limits);
  }

  /** Its path. */
  get path(): string {
    return this.#file.path;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#file.position;
  }

  /** Its size when it was last looked at. */
  get size(): number {
    return this.#file.size;
  }

  /** What it has contained so far. */
  get counts(): CaptureCounts {
    const counts = add(this.#ended, this.#run?.counts);
    return { ...counts, streams: this.#streams, domains: this.#domains };
  }

  /**
   * Updates its size.
   *
   * @throws {CaptureError} if it can't be read, or was truncated or replaced.
   */
  look(): Promise<void> {
    return this.#file.look();
  }

  /**
   * Reads up to the present end of the file, unless `signal` is aborted;
   * resolves to whether there was anything new. What was read before an error
   * stays stored.
   *
   * @throws {CaptureError} if it can't be read, is no capture, or was
   * truncated, replaced or overwritten; nothing more can be read then.
   * @throws {StoreError} if the database can't be used.
   */
  async read(signal?: AbortSignal): Promise<boolean> {
    try {
      return await this.#file.readOn(
        (block, file) => this.#take(block, file),
        signal,
      );
    } catch (cause) {
      throw this.#explained(cause);
    }
  }

  /** Nothing was added for a while: complete tuples wait no longer. */
  async idle(): Promise<void> {
    this.#splitter.idle();
    await this.#storePieces();
    this.#run?.idle();
  }

  /**
   * Resolves when everything decoded is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async flush(): Promise<void> {
    await this.#run?.flush();
  }

  /**
   * Nothing more will be read. Resolves when everything is committed.
   *
   * @throws {CaptureError} if the file ends within headers.
   * @throws {StoreError} if the database can't be used.
   */
  async end(): Promise<void> {
    const hadFault = this.#splitter.fault !== undefined;
    try {
      if (!hadFault) this.#splitter.end();
      await this.#storePieces();
      const { fault } = this.#splitter;
      if (!hadFault && fault !== undefined) throw fault.error;
    } catch (cause) {
      throw this.#explained(cause);
    } finally {
      await this.#endRun();
    }
  }

  /** Stores the next block. */
  async #take(block: Uint8Array, file: FileHandle): Promise<void> {
    const isFirst = this.position === block.length;
    const packed = isFirst ? explainPacked(block.subarray(0, 16)) : undefined;
    if (packed !== undefined) throw this.#file.fault(packed);
    this.#splitter.push(block);
    const { fault } = this.#splitter;
    try {
      await this.#storePieces();
    } catch (cause) {
      if (!(cause instanceof ProtocolError) || fault === undefined) throw cause;
      const line = await countLines(file, fault.offset);
      const why = `line ${line}: ${fault.error.message}`;
      throw this.#file.fault(why, { cause });
    }
  }

  async #storePieces(): Promise<void> {
    const pieces = this.#pieces;
    this.#pieces = [];
    for (const piece of pieces) {
      if (piece === "begin") await this.#begin();
      else await this.#push(piece);
    }
  }

  async #begin(): Promise<void> {
    await this.#endRun();
    this.#streams++;
    this.#run = new CaptureRun(this.#target);
  }

  async #push(bytes: Uint8Array): Promise<void> {
    await this.#run?.push(bytes);
    const domain = this.#run?.header?.domain;
    if (domain !== undefined) this.#domains.add(domain);
  }

  async #endRun(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    try {
      await run?.end();
    } finally {
      this.#ended = add(this.#ended, run?.counts);
    }
  }

  #explained(cause: unknown): unknown {
    if (!(cause instanceof ProtocolError)) return cause;
    return this.#file.fault(cause.message, { cause });
  }
}

function add(one: RowCounts, other: RowCounts | undefined): RowCounts {
  return {
    tuples: one.tuples + (other?.tuples ?? 0),
    rejected: one.rejected + (other?.rejected ?? 0),
    converted: one.converted + (other?.converted ?? 0),
  };
}
