/**
 * What the server tells those who watch it: the hook, its self-monitoring,
 * its status.
 *
 * @module
 */

/** A client, as far as it is known. */
export interface ClientFacts {
  /** IP address it comes from. */
  readonly host: string;
  /** Port it comes from. */
  readonly port: number;
  /** Its experiment; empty until its headers are complete. */
  readonly domain: string;
  /** Its sender id; empty until then, and where it has none. */
  readonly senderId: string;
  /** Its application; empty until then, and where it has none. */
  readonly appName: string;
  /** Whether it resumes its stream, and so sends again what was not stored. */
  readonly resumes: boolean;
}

/** Told of what happens, at once. None of the methods may throw or wait. */
export interface ServerObserver {
  /** A client has sent its first byte. One that never does was a probe. */
  clientConnected(client: ClientFacts): void;
  /** A client's headers are complete, and its experiment is open. */
  clientReady(client: ClientFacts): void;
  /** A client that was connected has gone, its data committed. */
  clientDisconnected(client: ClientFacts, reason: string): void;
  /** A database was opened; `isNew` if it had no `start_time`. */
  databaseOpened(uri: string, isNew: boolean): void;
  /** A database was closed after its last client; its file is complete. */
  databaseClosed(uri: string): void;
}

/** Tells several observers, in their order. */
export class Observers implements ServerObserver {
  readonly #observers: readonly ServerObserver[];

  /** Tells `observers`. */
  constructor(observers: readonly ServerObserver[] = []) {
    this.#observers = observers;
  }

  clientConnected(client: ClientFacts): void {
    for (const one of this.#observers) one.clientConnected(client);
  }

  clientReady(client: ClientFacts): void {
    for (const one of this.#observers) one.clientReady(client);
  }

  clientDisconnected(client: ClientFacts, reason: string): void {
    for (const one of this.#observers) one.clientDisconnected(client, reason);
  }

  databaseOpened(uri: string, isNew: boolean): void {
    for (const one of this.#observers) one.databaseOpened(uri, isNew);
  }

  databaseClosed(uri: string): void {
    for (const one of this.#observers) one.databaseClosed(uri);
  }
}
