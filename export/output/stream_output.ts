/**
 * An output that is a stream, such as the standard output.
 *
 * @module
 */
import type { Writable } from "node:stream";
import type { Output } from "./output.ts";
import { writeFault } from "./write_fault.ts";

/** Writes to a stream, which stays open. */
export class StreamOutput implements Output {
  readonly name: string;
  readonly #stream: Writable;

  /** Writes to `stream`, which people call `name`. */
  constructor(stream: Writable, name: string) {
    this.#stream = stream;
    this.name = name;
    // Each write reports its error.
    stream.on("error", () => undefined);
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) => reject(writeFault(this.name, cause));
      try {
        this.#stream.write(bytes, (error) => error ? fail(error) : resolve());
      } catch (error) {
        // Deno throws what Node reports to the callback.
        fail(error);
      }
    });
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }
}
