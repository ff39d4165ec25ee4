/**
 * Starts a stream on each connection, and keeps track of what is delivered.
 *
 * @module
 */
import type { ResumeRequest } from "../codec/headers/session_header.ts";
import type { Outlet } from "./outlet.ts";
import type { TupleBuffer } from "./tuple_buffer.ts";

/** Creates the headers of all streams defined so far. */
export type MakeHeader = (resume?: ResumeRequest) => Uint8Array;

/** Sends what precedes the tuples, and learns what is delivered. */
export interface StreamStart {
  /**
   * Whether tuples count as delivered only when the other end confirms them.
   */
  readonly proves: boolean;
  /**
   * Sends the other end what it must know; returns how many tuples it turned
   * out to have.
   *
   * @throws {Error} if the outlet accepts no bytes.
   */
  greet(outlet: Outlet): Promise<number>;
  /**
   * The system accepted the stream up to `end`; returns the tuples delivered.
   */
  sent(end: number): number;
  /** The other end sent bytes; returns the tuples delivered. */
  received(bytes: Uint8Array): number;
  /** The connection is closed: there will be no answer. */
  gone(): void;
}

/**
 * Headers on each connection; bytes that the system accepted count as
 * delivered.
 */
export class PlainStart implements StreamStart {
  readonly proves = false;
  readonly #buffer: TupleBuffer;
  readonly #header: MakeHeader;

  /** Begins with `header()` on each connection. */
  constructor(buffer: TupleBuffer, header: MakeHeader) {
    this.#buffer = buffer;
    this.#header = header;
  }

  async greet(outlet: Outlet): Promise<number> {
    this.#buffer.rewind();
    if (!outlet.fresh) return 0;
    const header = this.#header();
    this.#buffer.restart(header.length);
    await outlet.write(header);
    return 0;
  }

  sent(end: number): number {
    return this.#buffer.release(end);
  }

  received(): number {
    return 0;
  }

  gone(): void {
    // Answers are ignored.
  }
}
