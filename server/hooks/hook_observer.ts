/**
 * Tells an event hook what happens to databases.
 *
 * @module
 */
import type { ServerObserver } from "../observer.ts";
import { databaseLine } from "./hook_command.ts";

/** Turns what the server tells into lines for a hook. */
export class HookObserver implements ServerObserver {
  readonly #send: (line: string) => void;

  /** Gives the lines to `send`. */
  constructor(send: (line: string) => void) {
    this.#send = send;
  }

  databaseOpened(uri: string, isNew: boolean): void {
    this.#send(databaseLine(isNew ? "DBCREATED" : "DBOPENED", uri));
  }

  databaseClosed(uri: string): void {
    this.#send(databaseLine("DBCLOSED", uri));
  }

  /** Hooks are not told of clients. */
  clientConnected(): void {}

  /** Hooks are not told of clients. */
  clientReady(): void {}

  /** Hooks are not told of clients. */
  clientDisconnected(): void {}
}
