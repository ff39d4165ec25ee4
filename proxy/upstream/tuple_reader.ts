/**
 * Reads a spooled stream in whole tuples.
 *
 * @module
 */
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { type BodyScan, scanBody } from "../scan/body_scan.ts";
import { scanInSlices } from "../scan/scan_in_slices.ts";

/** The smallest read that is worth it. */
const LEAST_PAGE = 4 * 1024;

/** Size up to which a body may be scanned before it is sent. */
const SHORT = 64 * 1024;

/** A part of a result file. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Reads the body of one stream; offsets count bytes of its result file. */
export class TupleReader {
  readonly #stream: SpooledStream;
  /** Runs of tuples that define streams, found up to `#scanned`. */
  readonly #definitions: Range[] = [];
  #scanned: number;
  #scan: BodyScan;
  #base: number;
  /** Bytes read; the first is at `#position`, the last before `#read`. */
  #buffer = new Uint8Array(0);
  #position: number;
  #read: number;
  #tuples = 0;

  /**
   * Reads the body of `stream`, or all of it if it has no headers. If its
   * headers are invalid, any part of it counts as a tuple.
   */
  constructor(stream: SpooledStream) {
    const start = stream.header?.size ?? 0;
    this.#stream = stream;
    this.#scanned = start;
    this.#base = start;
    this.#position = start;
    this.#read = start;
    this.#scan = this.#newScan();
  }

  /** Offset of the next bytes that {@linkcode TupleReader.next} returns. */
  get position(): number {
    return this.#position;
  }

  /** The end of what was read. */
  get end(): number {
    return this.#read;
  }

  /** Tuples read to be sent; those sent again count again. */
  get tuples(): number {
    return this.#tuples;
  }

  /** Whether the position is between two tuples. */
  get betweenTuples(): boolean {
    return this.#position <= this.#boundary;
  }

  /**
   * Whether the stream is short and defines no streams in its body so far.
   */
  async isPlain(): Promise<boolean> {
    const { size, header } = this.#stream;
    const start = header?.size ?? 0;
    if (header?.session === undefined || size - start > SHORT) return false;
    let isPlain = true;
    const scan = scanBody(header, () => isPlain = false);
    await scanInSlices(scan, await this.#bytes({ from: start, to: size }));
    scan.idle();
    return isPlain && scan.fault === undefined;
  }

  /** Why servers stop reading this stream; unset if they do not. */
  get fault(): string | undefined {
    return this.#scan.fault?.message;
  }

  /**
   * Moves to `offset`, which must be the end of a tuple; reads `pageBytes` at a
   * time from now on. Returns the tuples before it that define streams, in
   * runs.
   */
  async start(offset: number, pageBytes: number): Promise<Uint8Array[]> {
    const { ended, size } = this.#stream;
    const left = ended === undefined ? pageBytes : size - offset;
    const most = Math.min(pageBytes, Math.max(left, LEAST_PAGE));
    this.#buffer = new Uint8Array(most);
    if (this.#scanned < offset) await this.#scanUpTo(offset);
    const before = this.#definitions.filter(({ from }) => from < offset)
      .map(({ from, to }) => ({ from, to: Math.min(to, offset) }));
    this.#position = this.#read = offset;
    return await this.#scanFrom(offset, before);
  }

  /**
   * The next bytes, valid until the next call: whole tuples, or a part of one
   * that is longer than a page; `undefined` if there are none. `all`: including
   * an incomplete tuple at the end of the stream.
   */
  async next(all: boolean): Promise<Uint8Array | undefined> {
    while (this.#sendable(false) === 0 && await this.#fill());
    const length = this.#sendable(all);
    return length > 0 ? this.#buffer.subarray(0, length) : undefined;
  }

  /** The first `bytes` bytes of what `next` returned have been sent. */
  advance(bytes: number): void {
    this.#buffer.copyWithin(0, bytes, this.#read - this.#position);
    this.#position += bytes;
  }

  /** A complete tuple no longer waits for a line that may belong to it. */
  idle(): void {
    this.#scan.idle();
  }

  /** Whether a complete tuple waits for a line that may belong to it. */
  get holding(): boolean {
    return this.#scan.holding;
  }

  /** Whether nothing is left to return, except for an incomplete tuple. */
  get isDrained(): boolean {
    const isRead = this.#read === this.#stream.size;
    return isRead && this.#position >= this.#boundary && !this.holding;
  }

  /** The end of the last whole tuple that was read. */
  get #boundary(): number {
    return this.#base + this.#scan.consumed;
  }

  #sendable(all: boolean): number {
    const available = this.#read - this.#position;
    const whole = Math.min(this.#boundary - this.#position, available);
    if (whole > 0) return whole;
    const isPage = available === this.#buffer.length;
    return isPage || all && this.#read === this.#stream.size ? available : 0;
  }

  /** Reads more; resolves to false if there is nothing. */
  async #fill(): Promise<boolean> {
    const used = this.#read - this.#position;
    // The server must not have bytes that a crash may lose here.
    const left = this.#stream.sendable - this.#read;
    const room = this.#buffer.subarray(used, used + Math.max(0, left));
    if (room.length === 0) return false;
    const count = await this.#stream.read(room, this.#read);
    this.#read += count;
    const { tuples } = this.#scan;
    await scanInSlices(this.#scan, room.subarray(0, count));
    this.#tuples += this.#scan.tuples - tuples;
    this.#scanned = Math.max(this.#scanned, this.#boundary);
    return count > 0;
  }

  async #scanUpTo(offset: number): Promise<void> {
    await this.#scanFrom(this.#scanned, this.#definitions);
    for (let at = this.#scanned; at < offset;) {
      const room = this.#buffer.subarray(0, offset - at);
      const count = await this.#stream.read(room, at);
      if (count === 0) break;
      await scanInSlices(this.#scan, room.subarray(0, count));
      at += count;
    }
    this.#scanned = offset;
  }

  /** Starts a scan that knows `definitions` and continues at `offset`. */
  async #scanFrom(
    offset: number,
    definitions: readonly Range[],
  ): Promise<Uint8Array[]> {
    this.#scan = this.#newScan();
    this.#base = definitions.reduce(
      (at, { from, to }) => at - (to - from),
      offset,
    );
    const tuples: Uint8Array[] = [];
    for (const range of definitions) {
      const tuple = await this.#bytes(range);
      await scanInSlices(this.#scan, tuple);
      tuples.push(tuple);
    }
    return tuples;
  }

  #newScan(): BodyScan {
    const scan = scanBody(this.#stream.header, (bytes) => {
      const to = this.#base + scan.consumed;
      // Those that are scanned again are known.
      if (to > this.#scanned) this.#addDefinition({ from: to - bytes, to });
    });
    return scan;
  }

  /** There may be thousands, usually adjacent. */
  #addDefinition({ from, to }: Range): void {
    const last = this.#definitions.at(-1);
    if (last?.to !== from) this.#definitions.push({ from, to });
    else this.#definitions.splice(-1, 1, { from: last.from, to });
  }

  async #bytes({ from, to }: Range): Promise<Uint8Array> {
    const bytes = new Uint8Array(to - from);
    await this.#stream.read(bytes, from);
    return bytes;
  }
}
