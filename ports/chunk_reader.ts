/**
 * Reads a connection so that the reading can be given up.
 *
 * @module
 */
import type { Connection } from "./runtime.ts";

/** What a call of {@linkcode ChunkReader.next} came back with. */
export type Chunk =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "quiet" | "end" | "stopped" }
  | { readonly kind: "broken"; readonly error: unknown };

/** Gives the chunks of one connection, until its end or until told to stop. */
export class ChunkReader {
  /** Whether the reader waits for bytes. */
  waiting = false;
  /** How often it has waited so far: stands still while none come. */
  waits = 0;
  /** Bytes it has given so far. */
  bytes = 0;
  readonly #connection: Connection;
  #reading = false;
  #arrived: Chunk | undefined;
  #answer: ((chunk: Chunk) => void) | undefined;
  #stopped = false;

  /** Reads from `connection`, which nobody else may read. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The next chunk; `quiet` if there is none within `quietMs`. */
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

  /** Ends the reading: behind what was read, `next` says `stopped`. */
  stop(): void {
    this.#stopped = true;
    this.#answer?.({ kind: "stopped" });
  }

  /** Cancels a stop that has not been noticed yet. */
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
