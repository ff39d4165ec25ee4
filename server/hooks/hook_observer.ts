/**
 * Reports database events to an event hook.
 *
 * @module
 */
import type { ServerObserver } from "../observer.ts";
import { databaseLine } from "./hook_command.ts";

/** Converts server events to lines for a hook. */
export class HookObserver implements ServerObserver {
  readonly #send: (line: string) => void;

  /** Passes the lines to `send`. */
  constructor(send: (line: string) => void) {
    this.#send = send;
  }

  databaseOpened(uri: string, isNew: boolean): void {
    this.#send(databaseLine(isNew ? "DBCREATED" : "DBOPENED", uri));
  }

  databaseClosed(uri: string): void {
    this.#send(databaseLine("DBCLOSED", uri));
  }

  /** Hooks get no client events. */
  clientConnected(): void {}

  /** Hooks get no client events. */
  clientReady(): void {}

  /** Hooks get no client events. */
  clientDisconnected(): void {}
}
