/**
 * One who gives commands over TCP.
 *
 * @module
 */
import { ChunkReader } from "../../ports/chunk_reader.ts";
import type { Connection } from "../../ports/runtime.ts";
import { SerialQueue } from "../../shared/serial_queue.ts";

/** Announcements that may wait for an operator to read. */
const MOST_UNREAD = 1_000;

/** Hears an operator, and talks to it; it must not hold up anyone. */
export class Operator {
  /** Its address, for people. */
  readonly name: string;
  readonly #connection: Connection;
  readonly #chunks: ChunkReader;
  readonly #writing = new SerialQueue();
  #unread = 0;

  /** The one at the other end of `connection`, called `name`. */
  constructor(connection: Connection, name: string) {
    this.name = name;
    this.#connection = connection;
    this.#chunks = new ChunkReader(connection);
  }

  /** What it says next, only lent; `undefined` if it has left. */
  async hear(): Promise<Uint8Array | undefined> {
    const chunk = await this.#chunks.next();
    return chunk.kind === "bytes" ? chunk.bytes : undefined;
  }

  /** Whether it takes these lines; that may last as long as it likes. */
  tell(lines: readonly string[]): Promise<boolean> {
    const text = lines.map((line) => `${line}\n`).join("");
    const bytes = new TextEncoder().encode(text);
    return this.#writing.run(() => this.#connection.write(bytes))
      .then(() => true, () => false);
  }

  /** Tells it a line without waiting; false if too many wait already. */
  announce(line: string): boolean {
    if (this.#unread >= MOST_UNREAD) return false;
    this.#unread++;
    this.tell([line]).finally(() => this.#unread--);
    return true;
  }

  /** Hears no more. */
  stop(): void {
    this.#chunks.stop();
  }

  /** Ends the connection. */
  close(): void {
    this.#chunks.stop();
    this.#connection.close();
  }
}
