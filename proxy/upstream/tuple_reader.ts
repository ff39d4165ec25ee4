/**
 * Reads a spooled stream in whole tuples.
 *
 * @module
 */
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { type BodyScan, scanBody } from "../scan/body_scan.ts";
import { lookThrough } from "../scan/look_through.ts";

/** The least worth reading at once. */
const LEAST_PAGE = 4 * 1024;

/** A body of so many bytes may be looked through before it is sent. */
const SHORT = 64 * 1024;

/** A part of a result file. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Reads the body of one stream; offsets count bytes of its result file. */
export class TupleReader {
  readonly #stream: SpooledStream;
  /** Runs of tuples that define streams, as far as was looked for them. */
  readonly #definitions: Range[] = [];
  #looked: number;
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
    this.#looked = start;
    this.#base = start;
    this.#position = start;
    this.#read = start;
    this.#scan = this.#newScan();
  }

  /** Where the next bytes that {@linkcode TupleReader.next} gives stand. */
  get position(): number {
    return this.#position;
  }

  /** Behind the last byte that was read. */
  get end(): number {
    return this.#read;
  }

  /** Tuples read to be sent, those sent again counted again. */
  get tuples(): number {
    return this.#tuples;
  }

  /** Whether the position is between two tuples. */
  get betweenTuples(): boolean {
    return this.#position <= this.#boundary;
  }

  /**
   * Whether the stream is a short one that defines nothing in its body, as far
   * as it goes now.
   */
  async isPlain(): Promise<boolean> {
    const { size, header } = this.#stream;
    const start = header?.size ?? 0;
    if (header?.session === undefined || size - start > SHORT) return false;
    let isPlain = true;
    const scan = scanBody(header, () => isPlain = false);
    await lookThrough(scan, await this.#bytes({ from: start, to: size }));
    scan.idle();
    return isPlain && scan.fault === undefined;
  }

  /** Why servers stop reading this stream, if they do. */
  get fault(): string | undefined {
    return this.#scan.fault?.message;
  }

  /**
   * Goes to `offset`, which must be a tuple's end; reads `pageBytes` at once
   * from now on. Returns the tuples before it that define streams, in runs.
   */
  async start(offset: number, pageBytes: number): Promise<Uint8Array[]> {
    const { ended, size } = this.#stream;
    const left = ended === undefined ? pageBytes : size - offset;
    const most = Math.min(pageBytes, Math.max(left, LEAST_PAGE));
    this.#buffer = new Uint8Array(most);
    if (this.#looked < offset) await this.#lookUpTo(offset);
    const before = this.#definitions.filter(({ from }) => from < offset)
      .map(({ from, to }) => ({ from, to: Math.min(to, offset) }));
    this.#position = this.#read = offset;
    return await this.#scanFrom(offset, before);
  }

  /**
   * The next bytes, lent until the next call: whole tuples, or a part of one
   * that is longer than a page; nothing while there are none. `all`: what
   * remains at the stream's end, too.
   */
  async next(all: boolean): Promise<Uint8Array | undefined> {
    while (this.#sendable(false) === 0 && await this.#fill());
    const length = this.#sendable(all);
    return length > 0 ? this.#buffer.subarray(0, length) : undefined;
  }

  /** The first bytes of what `next` gave were dealt with. */
  advance(bytes: number): void {
    this.#buffer.copyWithin(0, bytes, this.#read - this.#position);
    this.#position += bytes;
  }

  /** A complete tuple waits no longer for a line that may belong to it. */
  idle(): void {
    this.#scan.idle();
  }

  /** Whether a complete tuple waits for a line that may belong to it. */
  get holding(): boolean {
    return this.#scan.holding;
  }

  /** The end of the last whole tuple that was read. */
  get #boundary(): number {
    return this.#base + this.#scan.consumed;
  }

  #sendable(all: boolean): number {
    const there = this.#read - this.#position;
    const whole = Math.min(this.#boundary - this.#position, there);
    if (whole > 0) return whole;
    const isPage = there === this.#buffer.length;
    return isPage || all && this.#read === this.#stream.size ? there : 0;
  }

  /** Whether there was more to be read. */
  async #fill(): Promise<boolean> {
    const used = this.#read - this.#position;
    // The server must not have what a crash may take from here.
    const left = this.#stream.sendable - this.#read;
    const room = this.#buffer.subarray(used, used + Math.max(0, left));
    if (room.length === 0) return false;
    const count = await this.#stream.read(room, this.#read);
    this.#read += count;
    const { tuples } = this.#scan;
    await lookThrough(this.#scan, room.subarray(0, count));
    this.#tuples += this.#scan.tuples - tuples;
    this.#looked = Math.max(this.#looked, this.#boundary);
    return count > 0;
  }

  async #lookUpTo(offset: number): Promise<void> {
    await this.#scanFrom(this.#looked, this.#definitions);
    for (let at = this.#looked; at < offset;) {
      const room = this.#buffer.subarray(0, offset - at);
      const count = await this.#stream.read(room, at);
      if (count === 0) break;
      await lookThrough(this.#scan, room.subarray(0, count));
      at += count;
    }
    this.#looked = offset;
  }

  /** A scan that knows `definitions` and goes on at `offset`. */
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
      await lookThrough(this.#scan, tuple);
      tuples.push(tuple);
    }
    return tuples;
  }

  #newScan(): BodyScan {
    const scan = scanBody(this.#stream.header, (bytes) => {
      const to = this.#base + scan.consumed;
      // Those that are given to a new scan again are known.
      if (to > this.#looked) this.#addDefinition({ from: to - bytes, to });
    });
    return scan;
  }

  /** There may be thousands, mostly one right behind the other. */
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
