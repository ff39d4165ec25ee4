/**
 * Drops whole tuples while there is no room for them.
 *
 * @module
 */
import { ProtocolError } from "../../codec/errors.ts";
import { HeaderReader } from "../../codec/headers/header_reader.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { HeaderEnd } from "../scan/stream_header.ts";
import { lookThrough } from "../scan/look_through.ts";
import { OpaqueScan } from "../scan/opaque_scan.ts";
import { TupleScan } from "../scan/tuple_scan.ts";

/** What was dropped. */
export interface Dropped {
  /** Tuples. */
  readonly tuples: number;
  /** Their bytes. */
  readonly bytes: number;
}

/** Lets the bytes of one stream pass, or not; never a part of a tuple. */
export class DropGate {
  readonly #end = new HeaderEnd();
  /** Bytes that passed while the headers were not complete. */
  #passed = 0;
  #scan: TupleScan | OpaqueScan | undefined;
  /** Bytes of the body that came. */
  #came = 0;
  #closed = false;
  #tuples = 0;
  #bytes = 0;

  /** Whether tuples are dropped at present. */
  get closed(): boolean {
    return this.#closed;
  }

  /** What was dropped so far. */
  get dropped(): Dropped {
    return { tuples: this.#tuples, bytes: this.#bytes };
  }

  /** The parts of `chunk` that are to be kept; `full`: none if possible. */
  async pass(chunk: Uint8Array, full: boolean): Promise<Uint8Array[]> {
    if (this.#scan !== undefined) {
      return [await this.#body(this.#scan, chunk, full)];
    }
    // Without its headers a stream is worth nothing: they always pass.
    const header = this.#end.push(chunk);
    this.#passed += chunk.length;
    const isLong = this.#passed > DEFAULT_LIMITS.headerBytes;
    if (header === undefined && !isLong) return [chunk];
    this.#scan = header === undefined ? new OpaqueScan() : scanBehind(header);
    const rest = this.#passed - (header?.length ?? this.#passed);
    const body = chunk.subarray(chunk.length - rest);
    const head = chunk.subarray(0, chunk.length - rest);
    return [head, await this.#body(this.#scan, body, full)];
  }

  async #body(
    scan: TupleScan | OpaqueScan,
    chunk: Uint8Array,
    full: boolean,
  ): Promise<Uint8Array> {
    const start = this.#came;
    const { consumed, tuples } = scan;
    await lookThrough(scan, chunk);
    this.#came += chunk.length;
    if (full === this.#closed) {
      return full ? this.#drop(chunk, scan.tuples - tuples) : chunk;
    }
    // The gate moves only between two tuples: here, or at the last end.
    if (consumed === start) {
      this.#closed = full;
      return full ? this.#drop(chunk, scan.tuples - tuples) : chunk;
    }
    const end = scan.consumed - start;
    if (end <= 0) return full ? chunk : this.#drop(chunk, 0);
    this.#closed = full;
    const [before, behind] = [chunk.subarray(0, end), chunk.subarray(end)];
    this.#drop(full ? behind : before, full ? 0 : scan.tuples - tuples);
    return full ? before : behind;
  }

  #drop(bytes: Uint8Array, tuples: number): Uint8Array {
    this.#tuples += tuples;
    this.#bytes += bytes.length;
    return bytes.subarray(0, 0);
  }
}

function scanBehind(header: Uint8Array): TupleScan | OpaqueScan {
  try {
    const read = new HeaderReader(DEFAULT_LIMITS).push(header);
    return read === undefined
      ? new OpaqueScan()
      : new TupleScan(read.header, () => undefined);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return new OpaqueScan();
  }
}
