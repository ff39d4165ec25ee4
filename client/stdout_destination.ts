/**
 * Standard output as a client's destination.
 *
 * @module
 */
import process from "node:process";
import type { Destination, Outlet } from "./outlet.ts";

/** Writes to stdout, and leaves it open. */
export class StdoutDestination implements Destination {
  readonly name: string;
  #begun = false;

  /** `name` is its name for users. */
  constructor(name: string) {
    this.name = name;
  }

  open(): Promise<Outlet> {
    const fresh = !this.#begun;
    this.#begun = true;
    return Promise.resolve({
      fresh,
      closed: new Promise<void>(() => undefined),
      write,
      end: () => Promise.resolve(),
      close: () => undefined,
    });
  }
}

function write(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) =>
    process.stdout.write(
      bytes,
      (error) => error ? reject(error) : resolve(),
    )
  );
}
