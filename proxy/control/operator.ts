/**
 * An operator connected to the control port.
 *
 * @module
 */
import { ChunkReader } from "../../ports/chunk_reader.ts";
import type { Connection } from "../../ports/runtime.ts";
import { SerialQueue } from "../../shared/serial_queue.ts";

/** Announcements that may wait until an operator reads them. */
const MOST_UNREAD = 1_000;

/** Reads from and writes to an operator, without blocking anything else. */
export class Operator {
  /** The operator's address, for the log. */
  readonly name: string;
  readonly #connection: Connection;
  readonly #chunks: ChunkReader;
  readonly #writing = new SerialQueue();
  #unread = 0;

  /** Uses `connection`; the log shows `name`. */
  constructor(connection: Connection, name: string) {
    this.name = name;
    this.#connection = connection;
    this.#chunks = new ChunkReader(connection);
  }

  /** The next bytes, valid until the next call; `undefined` at the end. */
  async read(): Promise<Uint8Array | undefined> {
    const chunk = await this.#chunks.next();
    return chunk.kind === "bytes" ? chunk.bytes : undefined;
  }

  /**
   * Sends lines, however slowly they are read; resolves to false if the
   * connection is lost.
   */
  send(lines: readonly string[]): Promise<boolean> {
    const text = lines.map((line) => `${line}\n`).join("");
    const bytes = new TextEncoder().encode(text);
    return this.#writing.run(() => this.#connection.write(bytes))
      .then(() => true, () => false);
  }

  /** Queues a line; returns false if too many are queued. */
  announce(line: string): boolean {
    if (this.#unread >= MOST_UNREAD) return false;
    this.#unread++;
    this.send([line]).finally(() => this.#unread--);
    return true;
  }

  /** Stops reading. */
  stop(): void {
    this.#chunks.stop();
  }

  /** Closes the connection. */
  close(): void {
    this.#chunks.stop();
    this.#connection.close();
  }
}
