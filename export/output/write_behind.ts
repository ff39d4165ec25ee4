/**
 * Writes in the background.
 *
 * @module
 */
import type { Output } from "./output.ts";

/** Bytes written at a time. */
const CHUNK = 256 * 1024;

/**
 * Collects pieces, and writes them while the next ones are collected. An error
 * is thrown by one of the next calls.
 */
export class WriteBehind implements Output {
  readonly #output: Output;
  #filling = new Uint8Array(CHUNK);
  #writing = new Uint8Array(CHUNK);
  #length = 0;
  #written: Promise<void> = Promise.resolve();

  /** Writes to `output`. */
  constructor(output: Output) {
    this.#output = output;
  }

  get name(): string {
    return this.#output.name;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let from = 0;
    while (from < bytes.length) {
      const to = Math.min(bytes.length, from + CHUNK - this.#length);
      this.#filling.set(bytes.subarray(from, to), this.#length);
      this.#length += to - from;
      from = to;
      if (this.#length === CHUNK) await this.#flush();
    }
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#written;
    await this.#output.finish();
  }

  discard(): Promise<void> {
    return this.#output.discard();
  }

  async #flush(): Promise<void> {
    await this.#written;
    const full = this.#filling.subarray(0, this.#length);
    [this.#filling, this.#writing] = [this.#writing, this.#filling];
    this.#length = 0;
    this.#written = this.#output.write(full);
    // It is awaited later, and may fail before.
    this.#written.catch(() => undefined);
  }
}
