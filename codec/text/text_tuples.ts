/**
 * The stage from frames to tuples of a text connection.
 *
 * @module
 */
import { free } from "../bytes/memory.ts";
import type { LineSink } from "../frames/text_lines.ts";
import { BrokenBlob } from "./broken_blob.ts";
import { Reason } from "../tuples/reasons.ts";
import type { StreamTable } from "../tuples/stream.ts";
import { TextRun } from "./text_run.ts";
import { MAY_GO_ON, TextTuple, UNFINISHED } from "./text_tuple.ts";
import { TextValues } from "./text_values.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";

const RETURN = 0x0d;

/** The most lines in a row that skip the fast path. */
const LONGEST_PAUSE = 15;

/** The properties of a connection for its text decoder. */
export interface TextOptions {
  /** OMSP version: backslashes are decoded from 4 on. */
  readonly version: number;
  /** Whether lines end in CRLF. */
  readonly crlf: boolean;
  /** The most bytes of the lines joined to one tuple. */
  readonly messageBytes: number;
  /** Approximate number of bytes of a line to decode at once. */
  readonly slice?: number;
}

/** A tuple of a long line, which is read slice by slice. */
interface Unfinished {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly mayGoOn: boolean;
  /** The steps to take after it. */
  readonly next: (() => void)[];
}

/** Decodes the lines of one connection, and joins those of a broken blob. */
export class TextTuples implements LineSink {
  /** Bytes of the lines of the waiting tuple. */
  held = 0;
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #crlf: boolean;
  readonly #tuple: TextTuple;
  readonly #run: TextRun;
  readonly #broken: BrokenBlob;
  readonly #most: number;
  /**
   * Lines that still skip the fast path. It is skipped for longer the more
   * lines in a row are not plain, as of programs that print `3.7` for an integer.
   */
  #untried = 0;
  #pause = 0;
  /** Bytes read again because lines were joined to the current tuple. */
  #reread = 0;
  #unfinished: Unfinished | undefined;

  /** Passes the tuples of `streams` to `sink`. */
  constructor(streams: StreamTable, sink: TupleSink, options: TextOptions) {
    this.#streams = streams;
    this.#sink = sink;
    this.#crlf = options.crlf;
    const values = new TextValues(sink, options.version, options.slice);
    this.#tuple = new TextTuple(streams, sink, values, options.slice);
    this.#run = new TextRun(streams, sink);
    this.#most = options.messageBytes;
    this.#broken = new BrokenBlob(options.messageBytes);
  }

  /** Whether a complete tuple waits for a line that may belong to it. */
  get holding(): boolean {
    return this.#broken.active && this.#broken.complete;
  }

  /** Bytes of memory for the waiting tuple. */
  get memory(): number {
    return this.#broken.memory;
  }

  /** Whether {@linkcode goOn} must be called before further lines. */
  get isUnfinished(): boolean {
    return this.#unfinished !== undefined;
  }

  /** Reads the next slice of a long line. */
  goOn(): void {
    const unfinished = this.#unfinished;
    if (unfinished === undefined) return;
    const reason = this.#tuple.goOn(unfinished.bytes);
    if (reason === UNFINISHED) return;
    this.#unfinished = undefined;
    this.#conclude(reason, unfinished);
    for (const step of unfinished.next) step();
  }

  /** Discards the waiting tuple, and releases its memory. */
  drop(): void {
    if (this.#unfinished !== undefined) this.#sink.cancel();
    this.#unfinished = undefined;
    this.#broken.drop();
  }

  /** No bytes arrive for a while: a complete tuple stops waiting. */
  idle(): void {
    if (this.holding) this.#release(false);
  }

  /** Decodes whole plain lines; returns the start of the first other one. */
  lines(bytes: Uint8Array, from: number, to: number): number {
    if (this.#broken.active || this.#crlf) return from;
    if (this.#untried > 0) {
      this.#untried--;
      return from;
    }
    const end = this.#run.read(bytes, from, to);
    this.#pause = end > from ? 0 : Math.min(2 * this.#pause + 1, LONGEST_PAUSE);
    this.#untried = this.#pause;
    return end;
  }

  /** Decodes one line; skips an empty one. */
  line(bytes: Uint8Array, from: number, to: number): void {
    const behind = to + 1;
    if (this.#crlf && to > from && bytes[to - 1] === RETURN) to--;
    if (this.#broken.active) {
      if (this.#broken.continuesWith(bytes, from, to)) {
        if (this.#broken.ready) this.#release(true);
        this.#hold(behind - from);
        return;
      }
      this.#release(false);
      if (this.#unfinished !== undefined) {
        this.held += behind - from;
        this.#unfinished.next.push(() =>
          this.#newTuple(bytes, from, to, behind)
        );
        return;
      }
    }
    this.#newTuple(bytes, from, to, behind);
  }

  /** Decodes a line that does not continue a tuple. */
  #newTuple(bytes: Uint8Array, from: number, to: number, behind: number): void {
    const { redefined } = this.#streams;
    this.#reread = 0;
    if (to > from) this.#decode(bytes, from, to, true);
    this.#hold(behind - from);
    if (this.#streams.redefined > redefined) {
      this.#sink.redefined?.(bytes.subarray(from, behind));
    }
  }

  /** Rejects a line cut by the end of the connection. */
  cutLine(bytes: Uint8Array, from: number, to: number): void {
    this.end();
    this.#sink.reject(Reason.cut, undefined, bytes.subarray(from, to));
  }

  /** The connection ended: completes or rejects a waiting tuple. */
  end(): void {
    if (this.#broken.active) this.#release(false);
  }

  /** Counts a further line of the waiting tuple, if there is one. */
  #hold(bytes: number): void {
    const unfinished = this.#unfinished;
    if (unfinished !== undefined) {
      this.held += bytes;
      unfinished.next.push(() => {
        if (!this.#broken.active) this.held = 0;
      });
    } else {
      this.held = this.#broken.active ? this.held + bytes : 0;
    }
  }

  #release(mayGoOn: boolean): void {
    const { line, memory } = this.#broken.take();
    this.#reread += line.length;
    // Many broken blobs in one long tuple would take quadratic time.
    const within = this.#reread <= this.#most;
    this.#decode(line, 0, line.length, mayGoOn && within);
    const released = () => {
      if (!mayGoOn) this.held = 0;
      free(memory);
    };
    if (this.#unfinished === undefined) released();
    else this.#unfinished.next.push(released);
  }

  #decode(bytes: Uint8Array, from: number, to: number, mayGoOn: boolean): void {
    const reason = this.#tuple.read(bytes, from, to, mayGoOn);
    if (reason === undefined) return;
    const tuple = { bytes, from, to, mayGoOn };
    if (reason === UNFINISHED) this.#unfinished = { ...tuple, next: [] };
    else this.#conclude(reason, tuple);
  }

  /** Handles a completely read tuple that is wrong or may continue. */
  #conclude(
    reason: string | undefined,
    { bytes, from, to, mayGoOn }: Omit<Unfinished, "next">,
  ): void {
    if (reason === undefined) return;
    const tuple = this.#tuple;
    const isOpen = reason === MAY_GO_ON || reason === Reason.tooFew;
    if (isOpen && mayGoOn && tuple.endsInBlob) {
      const places = [from, tuple.fieldStart, to] as const;
      if (this.#broken.start(bytes, places, reason === MAY_GO_ON)) return;
    }
    this.#sink.reject(reason, tuple.stream, bytes.subarray(from, to));
  }
}
