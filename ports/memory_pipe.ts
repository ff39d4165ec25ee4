/**
 * Connections in memory, one direction each.
 *
 * @module
 */

/** Bytes that a connection holds in each direction before writes wait. */
const CAPACITY = 64 * 1024;

/** Wakes all tasks that wait for a change. */
export class Change {
  #next = Promise.withResolvers<void>();

  /** Resolves at the next {@linkcode Change.notify}. */
  next(): Promise<void> {
    return this.#next.promise;
  }

  /** Wakes them. */
  notify(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}

/** One direction of a connection. */
export class Pipe {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #isEnded = false;
  #isAbandoned = false;
  #fault: Error | undefined;
  readonly #change = new Change();

  /**
   * Returns the next bytes, `null` after the last; fails after those before a
   * reset.
   */
  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const chunk = this.#isAbandoned ? undefined : this.#chunks.shift();
      if (chunk !== undefined) {
        this.#bytes -= chunk.length;
        this.#change.notify();
        return chunk;
      }
      if (this.#fault !== undefined) throw this.#fault;
      if (this.#isEnded || this.#isAbandoned) return null;
      await this.#change.next();
    }
  }

  /** Copies the bytes; resolves when most of the written bytes are read. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#checkWritable();
    this.#chunks.push(bytes.slice());
    this.#bytes += bytes.length;
    this.#change.notify();
    while (this.#bytes > CAPACITY) {
      await this.#change.next();
      this.#checkWritable();
    }
  }

  /** Ends writing. */
  end(): void {
    this.#isEnded = true;
    this.#change.notify();
  }

  /** Ends reading. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#change.notify();
  }

  /** Makes reads fail after the written bytes are read. */
  break(fault: Error): void {
    this.#fault = fault;
    this.#change.notify();
  }

  #checkWritable(): void {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#isAbandoned) throw new Error("Broken pipe");
  }
}
