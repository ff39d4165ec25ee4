/**
 * The body of one stream of a capture, up to the headers of the next.
 *
 * @module
 */
import { ByteQueue } from "../bytes/byte_queue.ts";
import { ProtocolError } from "../errors.ts";
import { BinaryPackets } from "../frames/binary_packets.ts";
import { findHeaderStart } from "./header_start.ts";

/**
 * Maximum bytes between two messages that may be headers: the largest message,
 * and one more.
 */
const LONGEST_GARBAGE = 128 * 1024;

/** Takes bytes that belong to the stream; valid during the call. */
export type Give = (bytes: Uint8Array) => void;

/** Passes on the bytes of one stream. */
export interface CaptureBody {
  /** Takes the next bytes; returns a copy of those of the next stream. */
  push(chunk: Uint8Array): Uint8Array | undefined;
  /** Nothing has been added for a while: passes on complete messages. */
  idle(): void;
  /** Does the same for the bytes held back, at the end of the capture. */
  end(): Uint8Array | undefined;
}

/** A body of text lines. */
export class TextBody implements CaptureBody {
  readonly #give: Give;
  readonly #limit: number;
  readonly #queue = new ByteQueue();

  /** A line of more than `limit` bytes holds back nothing. */
  constructor(give: Give, limit: number) {
    this.#give = give;
    this.#limit = limit;
  }

  push(chunk: Uint8Array): Uint8Array | undefined {
    const queue = this.#queue;
    queue.append(chunk);
    const { bytes, from } = queue;
    const { begins, at } = findHeaderStart(bytes, from);
    const isLong = bytes.length - at > this.#limit;
    const to = isLong && !begins ? bytes.length : at;
    this.#give(bytes.subarray(from, to));
    queue.from = to;
    if (begins) return bytes.slice(at);
    queue.settle();
    return undefined;
  }

  /** All complete lines were passed on. */
  idle(): void {}

  end(): undefined {
    const { bytes, from } = this.#queue;
    this.#give(bytes.subarray(from));
  }
}

/**
 * A body of binary messages. Headers are never within one, only between them.
 */
export class BinaryBody implements CaptureBody {
  readonly #give: Give;
  readonly #packets: BinaryPackets;
  /** Bytes received and not passed on. */
  readonly #queue = new ByteQueue();
  /** Bytes at its start that are passed on at once: a call a message is slow. */
  #ready = 0;
  /** Bytes of the last message and the garbage after it. */
  #held = 0;
  #hasGarbage = false;
  /** Start of a line among those before which there are no headers. */
  #searched = 0;
  #next: Uint8Array | undefined;
  /** Whether every server has stopped reading. */
  #isOpaque = false;

  /** Messages of more than `limit` bytes are treated as garbage. */
  constructor(give: Give, limit: number) {
    this.#give = give;
    this.#packets = new BinaryPackets({
      packet: (_bytes, _from, to, start) => this.#packet(to - start),
      garbage: (_bytes, from, to) => this.#garbage(to - from),
    }, limit);
  }

  push(chunk: Uint8Array): Uint8Array | undefined {
    this.#queue.append(chunk);
    if (!this.#isOpaque) this.#split(() => this.#packets.push(chunk));
    if (this.#isOpaque) this.#passAll();
    this.#giveReady();
    this.#queue.settle();
    return this.#next;
  }

  /**
   * The rest of headers of which an incomplete message has swallowed the first
   * bytes would follow at once: without it the last message is complete.
   */
  idle(): void {
    if (this.#hasGarbage) return;
    this.#pass(this.#held);
    this.#held = this.#searched = 0;
    this.#giveReady();
    this.#queue.settle();
  }

  end(): Uint8Array | undefined {
    if (!this.#isOpaque) this.#split(() => this.#packets.end());
    if (this.#next === undefined) this.#passAll();
    this.#giveReady();
    return this.#next;
  }

  #split(split: () => void): void {
    try {
      split();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#isOpaque = true;
    }
  }

  #packet(length: number): void {
    if (this.#next !== undefined) return;
    this.#pass(this.#held);
    this.#held = length;
    this.#hasGarbage = false;
    this.#searched = 0;
  }

  #garbage(length: number): void {
    if (this.#next !== undefined) return;
    const before = this.#held;
    this.#hasGarbage = true;
    this.#held += length;
    const { bytes } = this.#queue;
    const from = this.#queue.from + this.#ready;
    const held = bytes.subarray(from, from + this.#held);
    const behind = findHeaderStart(held, before);
    // If no headers follow directly, a message that was cut may have swallowed
    // their first bytes.
    const isBehind = behind.begins && behind.at === before;
    const { begins, at } = isBehind
      ? behind
      : findHeaderStart(held, this.#searched);
    this.#searched = at;
    if (begins) {
      this.#pass(at);
      this.#next = bytes.slice(from + at);
    } else if (this.#held > LONGEST_GARBAGE) {
      this.#pass(this.#held);
      this.#held = this.#searched = 0;
    }
  }

  #pass(length: number): void {
    this.#ready += length;
  }

  #passAll(): void {
    this.#ready = this.#queue.length;
  }

  #giveReady(): void {
    const { bytes, from } = this.#queue;
    const to = from + this.#ready;
    this.#ready = 0;
    this.#queue.from = to;
    this.#give(bytes.subarray(from, to));
  }
}

/** A body that no server reads. */
export class OpaqueBody implements CaptureBody {
  readonly #give: Give;

  /** Passes everything on. */
  constructor(give: Give) {
    this.#give = give;
  }

  push(chunk: Uint8Array): undefined {
    this.#give(chunk);
  }

  idle(): void {}

  end(): undefined {}
}
