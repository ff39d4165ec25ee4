/**
 * How a stream begins on each connection, and how far it got.
 *
 * @module
 */
import type { ResumeRequest } from "../codec/headers/session_header.ts";
import type { Outlet } from "./outlet.ts";
import type { TupleBuffer } from "./tuple_buffer.ts";

/** Makes the headers of all streams that are defined by now. */
export type MakeHeader = (resume?: ResumeRequest) => Uint8Array;

/** Says what comes before the tuples, and learns what became of them. */
export interface StreamStart {
  /** Whether only what the other end has said it has stored is delivered. */
  readonly proves: boolean;
  /**
   * Tells the other end what it must know; returns how many tuples turned out
   * to be delivered.
   *
   * @throws {Error} if the outlet takes no bytes.
   */
  greet(outlet: Outlet): Promise<number>;
  /** The system took the stream up to `end`; returns the tuples delivered. */
  sent(end: number): number;
  /** The other end says something; returns the tuples delivered. */
  received(bytes: Uint8Array): number;
  /** The connection is gone: nobody will answer. */
  gone(): void;
}

/** Headers on each connection; what the system took counts as delivered. */
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
    // Nobody waits for an answer.
  }
}
