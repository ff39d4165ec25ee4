/**
 * Reads a connection; reading can be cancelled.
 *
 * @module
 */
import type { Connection } from "./runtime.ts";

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
  /** Bytes returned so far. */
  bytes = 0;
  readonly #connection: Connection;
  #reading = false;
  #arrived: Chunk | undefined;
  #answer: ((chunk: Chunk) => void) | undefined;
  #stopped = false;

  /** Reads from `connection`, exclusively. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Returns the next chunk; `quiet` if there is none within `quietMs`. */
  async next(quietMs?: number): Promise<Chunk> {
    const isLeft = this.#arrived?.kind === "bytes";
    if (this.#stopped && !isLeft) return { kind: "stopped" };
    this.waits++;
    this.waiting = true;
    const answered = new Promise<Chunk>((answer) => this.#answer = answer);
    const timer = quietMs === undefined ? undefined : setTimeout(
      () => this.#answer?.({ kind: "quiet" }),
      quietMs,
    );
    if (this.#arrived !== undefined) this.#answer?.(this.#arrived);
    else if (!this.#reading) this.#read();
    const chunk = await answered;
    clearTimeout(timer);
    this.#answer = undefined;
    this.waiting = false;
    if (chunk.kind === "bytes") {
      this.#arrived = undefined;
      this.bytes += chunk.bytes.length;
    }
    return chunk;
  }

  /** Stops reading: after what was read, `next` returns `stopped`. */
  stop(): void {
    this.#stopped = true;
    this.#answer?.({ kind: "stopped" });
  }

  /** Cancels a stop that `next` has not returned yet. */
  readOn(): void {
    this.#stopped = false;
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      const bytes = await this.#connection.read();
      this.#arrived = bytes === null
        ? { kind: "end" }
        : { kind: "bytes", bytes };
    } catch (error) {
      this.#arrived = { kind: "broken", error };
    }
    this.#reading = false;
    this.#answer?.(this.#arrived);
  }
}
