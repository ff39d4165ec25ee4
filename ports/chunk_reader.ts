/**
 * Reads a connection; reading can be cancelled.
 *
 * @module
 */
import type { Connection, EarlyTaker } from "./runtime.ts";

/** The result of {@linkcode ChunkReader.next}. */
export type Chunk =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "quiet" | "end" | "stopped" }
  | { readonly kind: "broken"; readonly error: unknown };

/** Returns the chunks of one connection until it ends or reading is stopped. */
export class ChunkReader {
  /** Whether the reader waits for bytes. */
  waiting = false;
  /** How often it has waited; constant while no bytes arrive. */
  waits = 0;
  /** Whether it may read ahead of the next call of `next`. */
  readsAhead = true;
  /** Bytes returned so far. */
  bytes = 0;
  readonly #connection: Connection;
  #reading = false;
  #arrived: Chunk | undefined;
  #answer: ((chunk: Chunk) => void) | undefined;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /** Reads from `connection`, exclusively. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Returns the next chunk; `quiet` if there is none within `quietMs`. */
  next(quietMs?: number): Promise<Chunk> {
    const isLeft = this.#arrived?.kind === "bytes";
    if (this.#stopped && !isLeft) return Promise.resolve({ kind: "stopped" });
    this.waits++;
    this.waiting = true;
    const next = new Promise<Chunk>((answer) => this.#answer = answer);
    if (this.#arrived !== undefined) this.#give(this.#arrived);
    else if (!this.#reading) this.#read();
    if (quietMs !== undefined && this.waiting) {
      this.#quietTimer = setTimeout(
        () => this.#give({ kind: "quiet" }),
        quietMs,
      );
    }
    return next;
  }

  /**
   * Lets `take` have bytes that arrive while a call of `next` waits for nothing
   * else; the call goes on waiting unless `take` returns something.
   */
  takeEarly(take: EarlyTaker): void {
    this.#connection.takeEarly?.((bytes) => {
      if (!this.waiting || this.#quietTimer !== undefined) return bytes;
      const left = take(bytes);
      if (left === bytes) return bytes;
      this.bytes += bytes.length;
      this.waits++;
      return left;
    });
  }

  /** Stops reading: after what was read, `next` returns `stopped`. */
  stop(): void {
    this.#stopped = true;
    this.#give({ kind: "stopped" });
  }

  /** Cancels a stop that `next` has not returned yet. */
  readOn(): void {
    this.#stopped = false;
  }

  #read(): void {
    this.#reading = true;
    this.#connection.read(this.readsAhead).then(this.#received, this.#failed);
  }

  readonly #received = (bytes: Uint8Array | null): void =>
    this.#arrive(bytes === null ? { kind: "end" } : { kind: "bytes", bytes });

  readonly #failed = (error: unknown): void =>
    this.#arrive({ kind: "broken", error });

  #arrive(chunk: Chunk): void {
    this.#reading = false;
    this.#arrived = chunk;
    this.#give(chunk);
  }

  /** Answers the pending call, if any. */
  #give(chunk: Chunk): void {
    const answer = this.#answer;
    if (answer === undefined) return;
    this.#answer = undefined;
    clearTimeout(this.#quietTimer);
    this.#quietTimer = undefined;
    this.waiting = false;
    if (chunk.kind === "bytes") {
      this.#arrived = undefined;
      this.bytes += chunk.bytes.length;
    }
    answer(chunk);
  }
}
