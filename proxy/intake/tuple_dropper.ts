/**
 * Drops whole tuples while the spool is full.
 *
 * @module
 */
import { type BodyScan, scanBody } from "../scan/body_scan.ts";
import { scanInSlices } from "../scan/scan_in_slices.ts";
import type { StreamHeader } from "../scan/stream_header.ts";

/** What was dropped. */
export interface Dropped {
  /** Tuples. */
  readonly tuples: number;
  /** Their bytes. */
  readonly bytes: number;
}

/** Keeps or drops the tuples of one stream's body, never a part of one. */
export class TupleDropper {
  readonly #scan: BodyScan;
  /** Bytes received. */
  #received = 0;
  #isDropping = false;
  #tuples = 0;
  #bytes = 0;

  /** Takes the body after `header`; unset if the headers are too long. */
  constructor(header: StreamHeader | undefined) {
    this.#scan = scanBody(header);
  }

  /** Whether tuples are being dropped. */
  get isDropping(): boolean {
    return this.#isDropping;
  }

  /** What was dropped so far. */
  get dropped(): Dropped {
    return { tuples: this.#tuples, bytes: this.#bytes };
  }

  /** The part of `chunk` to keep; while `full`, as little as possible. */
  async filter(chunk: Uint8Array, full: boolean): Promise<Uint8Array> {
    const scan = this.#scan;
    const start = this.#received;
    const { consumed, tuples } = scan;
    await scanInSlices(scan, chunk);
    this.#received += chunk.length;
    if (full === this.#isDropping) {
      return full ? this.#drop(chunk, scan.tuples - tuples) : chunk;
    }
    // It only changes between two tuples: here, or at the last end in `chunk`.
    if (consumed === start) {
      this.#isDropping = full;
      return full ? this.#drop(chunk, scan.tuples - tuples) : chunk;
    }
    const end = scan.consumed - start;
    if (end <= 0) return full ? chunk : this.#drop(chunk, 0);
    this.#isDropping = full;
    const [before, after] = [chunk.subarray(0, end), chunk.subarray(end)];
    this.#drop(full ? after : before, full ? 0 : scan.tuples - tuples);
    return full ? before : after;
  }

  #drop(bytes: Uint8Array, tuples: number): Uint8Array {
    this.#tuples += tuples;
    this.#bytes += bytes.length;
    return bytes.subarray(0, 0);
  }
}
