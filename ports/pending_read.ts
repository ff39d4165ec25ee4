/**
 * The call of `read` of an accepted connection that waits for bytes.
 *
 * @module
 */
import type { Socket } from "node:net";

/** Answers the call with bytes, or with the end of the connection. */
export class PendingRead {
  #reading: PromiseWithResolvers<Uint8Array | null> | undefined;
  #failure: Error | undefined;
  #hasEnded = false;

  /** The connection ends, or breaks, with `socket`. */
  watch(socket: Socket): void {
    const end = () => {
      this.#hasEnded = true;
      this.#answer();
    };
    socket.on("end", end).on("close", end).on("error", (error) => {
      this.#failure = error;
      this.#answer();
    });
  }

  /** Whether nothing more will arrive. */
  get isOver(): boolean {
    return this.#failure !== undefined || this.#hasEnded;
  }

  /** Whether a call waits. */
  get isWaiting(): boolean {
    return this.#reading !== undefined;
  }

  /** Waits for bytes; `null` at the end of the connection. */
  wait(): Promise<Uint8Array | null> {
    const reading = Promise.withResolvers<Uint8Array | null>();
    this.#reading = reading;
    if (this.isOver) this.#answer();
    return reading.promise;
  }

  /** Passes bytes to the call that waits; returns whether there is one. */
  pass(bytes: Uint8Array): boolean {
    const reading = this.#reading;
    this.#reading = undefined;
    reading?.resolve(bytes);
    return reading !== undefined;
  }

  /** Nothing more will arrive. */
  #answer(): void {
    const reading = this.#reading;
    this.#reading = undefined;
    if (this.#failure === undefined) reading?.resolve(null);
    else reading?.reject(this.#failure);
  }
}
