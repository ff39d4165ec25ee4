/**
 * The rows of a `COPY ... TO STDOUT`, read at the pace at which they are used.
 *
 * @module
 */
// @ts-types="./pg.d.ts"
import type { CopyData, Submittable, WireConnection } from "pg";

/** Makes batches of the rows of a COPY. */
export interface RowCollector<Batch> {
  /**
   * Takes a row as PostgreSQL sends it, valid only during the call. Returns a
   * batch when one is complete.
   */
  add(row: Uint8Array): Batch | undefined;
  /** Returns the last batch, if there is one. */
  end(): Batch | undefined;
}

/** Batches that wait before the connection is no longer read. */
const MOST_WAITING = 2;

/** Passed to a client of the driver, once; then its batches can be taken. */
export class CopyOut<Batch> implements Submittable {
  readonly #statement: string;
  readonly #collector: RowCollector<Batch>;
  readonly #waiting: Batch[] = [];
  #stream: WireConnection["stream"] | undefined;
  #isOver = false;
  #error: unknown;
  /** Called when there is something new. */
  #wake: () => void = () => undefined;

  /** Runs `statement`, a COPY to the client. */
  constructor(statement: string, collector: RowCollector<Batch>) {
    this.#statement = statement;
    this.#collector = collector;
  }

  /** All batches; ends when the database has answered. */
  async *batches(): AsyncGenerator<Batch> {
    for (;;) {
      const batch = this.#waiting.shift();
      if (batch !== undefined) {
        if (this.#waiting.length < MOST_WAITING) this.#stream?.resume();
        yield batch;
      } else if (this.#error !== undefined) {
        throw this.#error;
      } else if (this.#isOver) {
        return;
      } else {
        await new Promise<void>((resolve) => this.#wake = resolve);
      }
    }
  }

  submit(connection: WireConnection): void {
    this.#stream = connection.stream;
    connection.query(this.#statement);
  }

  handleCopyData({ chunk }: CopyData): void {
    if (this.#error === undefined) this.#collect((all) => all.add(chunk));
  }

  handleCopyInResponse(): void {}

  handleCommandComplete(): void {
    this.#collect((all) => all.end());
  }

  handleError(error: Error): void {
    this.#error = error;
    this.#wake();
  }

  handleReadyForQuery(): void {
    this.#isOver = true;
    this.#wake();
  }

  #collect(next: (all: RowCollector<Batch>) => Batch | undefined): void {
    try {
      const batch = next(this.#collector);
      if (batch === undefined) return;
      this.#waiting.push(batch);
      if (this.#waiting.length >= MOST_WAITING) this.#stream?.pause();
    } catch (error) {
      // For whoever takes the batches, not for the connection.
      this.#error = error;
    }
    this.#wake();
  }
}
