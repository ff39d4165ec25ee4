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

/** What a text decoder must know of its connection. */
export interface TextOptions {
  /** OMSP version: backslashes are decoded from 4 on. */
  readonly version: number;
  /** Whether lines end in CRLF. */
  readonly crlf: boolean;
  /** The most bytes that lines joined to one tuple may have. */
  readonly messageBytes: number;
  /** About how many bytes of a line are decoded at once. */
  readonly slice?: number;
}

/** A tuple of a long line, which is read slice by slice. */
interface Unfinished {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly mayGoOn: boolean;
  /** What is to be done behind it. */
  readonly next: (() => void)[];
}

/** Decodes the lines of one connection, and joins those of a broken blob. */
export class TextTuples implements LineSink {
  /** Bytes of the lines of the tuple that waits for others. */
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
  /** Bytes read again because lines were joined to the tuple at hand. */
  #reread = 0;
  #unfinished: Unfinished | undefined;

  /** Gives the tuples of `streams` to `sink`. */
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

  /** Bytes of memory that hold the tuple that waits for others. */
  get memory(): number {
    return this.#broken.memory;
  }

  /** Whether {@linkcode goOn} must be called before there are more lines. */
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

  /** Forgets the tuple that waits, and gives its memory back. */
  drop(): void {
    if (this.#unfinished !== undefined) this.#sink.cancel();
    this.#unfinished = undefined;
    this.#broken.drop();
  }

  /** No more bytes for a while: a complete tuple waits no longer. */
  idle(): void {
    if (this.holding) this.#release(false);
  }

  /** Decodes whole plain lines; returns where the first other one starts. */
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

  /** Decodes one line; an empty one is passed over. */
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

  /** Decodes a line that belongs to no tuple before it. */
  #newTuple(bytes: Uint8Array, from: number, to: number, behind: number): void {
    const { redefined } = this.#streams;
    this.#reread = 0;
    if (to > from) this.#decode(bytes, from, to, true);
    this.#hold(behind - from);
    if (this.#streams.redefined > redefined) {
      this.#sink.redefined?.(bytes.subarray(from, behind));
    }
  }

  /** Refuses a line that the end of the connection cut. */
  cutLine(bytes: Uint8Array, from: number, to: number): void {
    this.end();
    this.#sink.reject(Reason.cut, undefined, bytes.subarray(from, to));
  }

  /** The connection ended: a tuple that waited for a line is decided now. */
  end(): void {
    if (this.#broken.active) this.#release(false);
  }

  /** Notes that the tuple that waits, if one does, has a line more. */
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
    // Many broken blobs in one long tuple would cost the square of its length.
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

  /** A tuple was read to its end, and is wrong or may go on. */
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
