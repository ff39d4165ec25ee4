/**
 * A `COPY ... FROM STDIN` whose rows are sent immediately after it. A client
 * that waits for the answer first may be busy when it arrives, while the
 * database idles. PostgreSQL ignores rows whose COPY it has rejected.
 *
 * @module
 */
// @ts-types="./pg.d.ts"
import type { Submittable, WireConnection } from "pg";

const COPY_DATA = 0x64;
const LENGTH_BYTES = 4;

/** Passed to a client of the driver, once. */
export class RowCopy implements Submittable {
  /** Settles when the database has answered. */
  readonly answered: Promise<void>;
  readonly #statements: string;
  readonly #chunks: Iterable<Uint8Array>;
  readonly #answer = Promise.withResolvers<void>();

  /** Runs `statements`, of which the last one is the COPY. */
  constructor(statements: string, chunks: Iterable<Uint8Array>) {
    this.#statements = statements;
    this.#chunks = chunks;
    this.answered = this.#answer.promise;
  }

  submit(connection: WireConnection): void {
    const { stream } = connection;
    stream.cork();
    connection.query(this.#statements);
    for (const chunk of this.#chunks) {
      stream.write(copyDataHead(chunk.length));
      stream.write(chunk);
    }
    connection.endCopyFrom();
    stream.uncork();
  }

  handleCopyInResponse(): void {}

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#answer.reject(error);
  }

  handleReadyForQuery(): void {
    this.#answer.resolve();
  }
}

function copyDataHead(bytes: number): Uint8Array {
  const head = new DataView(new ArrayBuffer(1 + LENGTH_BYTES));
  head.setUint8(0, COPY_DATA);
  head.setInt32(1, LENGTH_BYTES + bytes);
  return new Uint8Array(head.buffer);
}
