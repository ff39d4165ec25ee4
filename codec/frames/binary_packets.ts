/**
 * Cuts the body of a binary connection into messages.
 *
 * ```
 * short  AA AA 01 len16         then len bytes
 * long   AA AA 02 len32         then len bytes
 * body   count:u8  stream:u8  seq:typed-int32  ts:typed-double  values
 * ```
 *
 * @module
 */
import { ByteQueue } from "../bytes/byte_queue.ts";
import { ProtocolError } from "../errors.ts";
import { isBody, startsBody } from "./binary_body.ts";
import {
  bodyLength,
  LONG,
  LONG_HEADER,
  LONGEST_SHORT,
  SHORT,
  SHORT_HEADER,
  SYNC,
} from "./packet_header.ts";

/** Long garbage is passed on in pieces of this many bytes. */
const GARBAGE_PIECE = 4096;

/** Receives what {@linkcode BinaryPackets} finds. */
export interface PacketSink {
  /**
   * The fast path: messages may start at `from`; the bytes are valid only
   * during the call. Returns the start of the first message that it does not
   * accept. A sink without a fast path omits it.
   */
  packets?(bytes: Uint8Array, from: number, to: number): number;
  /**
   * Whether only a slice of the last message has been read. The next message
   * follows after `goOn` has been called until this is false.
   */
  readonly isUnfinished?: boolean;
  /** Reads the next slice. */
  goOn?(): void;
  /**
   * The body of a well-formed message from `start`; the bytes are valid only
   * during the call.
   */
  packet(bytes: Uint8Array, from: number, to: number, start: number): void;
  /**
   * Skipped bytes that are not a well-formed message; valid only during the
   * call.
   */
  garbage(bytes: Uint8Array, from: number, to: number): void;
}

/**
 * The stage from bytes to frames of a binary connection (OMSP §Binary
 * Marshalling). After a fault it continues at the message's end if sync bytes
 * follow there, else right after the faulty message's first sync byte.
 */
export class BinaryPackets {
  readonly #sink: PacketSink;
  readonly #limit: number;
  readonly #queue = new ByteQueue();
  /** Offset of the search for a message; everything before it is garbage. */
  #position = 0;
  #ended = false;
  #pushed = 0;
  #unfinishedEnd = 0;
  /** Approximate number of bytes to search at once. */
  readonly #slice: number;
  /** Whether bytes remain to be searched after a slice. */
  #isCut = false;

  /**
   * Passes messages of at most `limit` bytes to `sink`; searches about `slice`
   * bytes at once, because what looked like one long message may contain
   * thousands.
   */
  constructor(sink: PacketSink, limit: number, slice = Infinity) {
    this.#sink = sink;
    this.#limit = limit;
    this.#slice = slice;
  }

  /**
   * Whether {@linkcode BinaryPackets.goOn} must be called before further bytes.
   */
  get isUnfinished(): boolean {
    return this.#isHeldUp || this.#isCut;
  }

  /** Bytes passed on so far. */
  get consumed(): number {
    return this.#pushed - this.#queue.length;
  }

  /** Bytes of memory for an incomplete message. */
  get memory(): number {
    return this.#queue.memory;
  }

  /** Discards an incomplete message, and releases its memory. */
  drop(): void {
    this.#pushed -= this.#queue.length;
    this.#queue.drop();
    this.#position = 0;
    this.#isCut = false;
  }

  /**
   * Finds the messages in received bytes.
   *
   * @throws {ProtocolError} with code `"limit"` if a message is too long.
   */
  push(chunk: Uint8Array): void {
    const searched = this.#position - this.#queue.from;
    this.#queue.append(chunk);
    this.#pushed += chunk.length;
    this.#position = searched;
    this.#splitAll();
  }

  /**
   * Lets the sink read the next slice of a message; then passes on the next
   * ones.
   */
  goOn(): void {
    if (this.#isHeldUp) {
      this.#sink.goOn?.();
      if (this.#isHeldUp) return;
      this.#queue.from = this.#position = this.#unfinishedEnd;
    }
    this.#splitAll();
  }

  /** Passes on the messages of a slice while the sink reads them completely. */
  #splitAll(): void {
    this.#split();
    if (this.isUnfinished) return;
    if (this.#ended) return this.#dropTo(this.#queue.bytes.length);
    const kept = this.#position - this.#queue.from;
    this.#queue.settle();
    this.#position = kept;
  }

  /** The connection ended: searches the rest once more, then discards it. */
  end(): void {
    this.#ended = true;
    this.#splitAll();
  }

  #split(): void {
    const bytes = this.#queue.bytes;
    const most = this.#position + this.#slice;
    this.#isCut = false;
    for (;;) {
      this.#takeRun(bytes, Math.min(bytes.length, most));
      if (!this.#findSync(bytes)) break;
      if (this.#position >= most) {
        this.#isCut = true;
        break;
      }
      const step = this.#take(bytes, this.#position);
      if (step === 0) break;
      this.#position += step;
    }
    const garbage = this.#position - this.#queue.from;
    this.#dropTo(this.#position - garbage % GARBAGE_PIECE);
  }

  /** Lets the sink read what it can, up to `to`, on its fast path. */
  #takeRun(bytes: Uint8Array, to: number): void {
    const from = this.#position;
    if (from >= to) return;
    // These are short messages, which need no check of the limit.
    if (this.#limit < LONGEST_SHORT || from > this.#queue.from) return;
    const next = this.#sink.packets?.(bytes, from, to) ?? from;
    this.#position = this.#queue.from = next;
  }

  #findSync(bytes: Uint8Array): boolean {
    const at = bytes.indexOf(SYNC, this.#position);
    this.#position = at < 0 ? bytes.length : at;
    return at >= 0;
  }

  /** Handles the message at `start`; returns 0 if more bytes are needed. */
  #take(bytes: Uint8Array, start: number): number {
    const available = bytes.length - start;
    if (available < 3) return this.#wait(bytes[start + 1] ?? SYNC, SYNC);
    const kind = bytes[start + 2];
    if (bytes[start + 1] !== SYNC || (kind !== SHORT && kind !== LONG)) {
      return 1;
    }
    const header = kind === SHORT ? SHORT_HEADER : LONG_HEADER;
    if (available < header) return this.#wait(0, 0);
    const length = bodyLength(bytes, start, header);
    if (length > this.#limit) {
      // No more bytes can arrive: it was not a message.
      if (this.#ended) return 1;
      this.#refuse(start, length);
    }
    const body = start + header;
    if (!startsBody(bytes, body, length)) return 1;
    if (available < header + length) return this.#wait(0, 0);
    const end = body + length;
    if (isBody(bytes, body, end)) {
      this.#dropTo(start);
      this.#give(bytes, body, end, start);
      if (!this.#isHeldUp) return end - start;
      this.#queue.from = start;
      this.#unfinishedEnd = end;
      return 0;
    }
    return this.#passOver(bytes, start, end);
  }

  get #isHeldUp(): boolean {
    return this.#sink.isUnfinished === true;
  }

  #give(bytes: Uint8Array, from: number, to: number, start: number): void {
    this.#queue.from = to;
    try {
      this.#sink.packet(bytes, from, to, start);
    } catch (error) {
      // The message was neither accepted nor rejected.
      this.#queue.from = start;
      throw error;
    }
  }

  /** Skips a message with wrong values, if sync bytes confirm its length. */
  #passOver(bytes: Uint8Array, start: number, end: number): number {
    if (bytes.length < end + 2 && !this.#ended) return 0;
    const last = bytes.length === end;
    if (!last && (bytes[end] !== SYNC || bytes[end + 1] !== SYNC)) return 1;
    this.#dropTo(start);
    this.#dropTo(end);
    return end - start;
  }

  /** Returns 0 while the available bytes look right, else 1. */
  #wait(got: number, wanted: number): number {
    return this.#ended || got !== wanted ? 1 : 0;
  }

  /** Passes on garbage, in the same pieces however the bytes were split. */
  #dropTo(to: number): void {
    const queue = this.#queue;
    while (queue.from < to) {
      const from = queue.from;
      queue.from = Math.min(from + GARBAGE_PIECE, to);
      this.#sink.garbage(queue.bytes, from, queue.from);
    }
  }

  #refuse(start: number, length: number): never {
    this.#dropTo(start);
    throw new ProtocolError(
      "limit",
      `Cannot read a binary message of ${length} bytes, must be <= ${this.#limit}`,
    );
  }
}
