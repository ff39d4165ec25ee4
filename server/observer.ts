/**
 * Events that the server reports to observers: the hook, its self-monitoring,
 * its status.
 *
 * @module
 */

/** Facts about a client, as far as known. */
export interface ClientFacts {
  /** Its IP address. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** Its experiment; empty until its headers are complete. */
  readonly domain: string;
  /** Its sender id; empty until then, or if it has none. */
  readonly senderId: string;
  /** Its application; empty until then, or if it has none. */
  readonly appName: string;
  /** Whether it resumes its stream, and so resends what was not stored. */
  readonly resumes: boolean;
}

/** Notified of events immediately. The methods must not throw or block. */
export interface ServerObserver {
  /** A client has sent its first byte. A connection without one was a probe. */
  clientConnected(client: ClientFacts): void;
  /** A client's headers are complete, and its experiment is open. */
  clientReady(client: ClientFacts): void;
  /** A connected client has disconnected, and its data is committed. */
  clientDisconnected(client: ClientFacts, reason: string): void;
  /** A database was opened; `isNew` if it had no `start_time`. */
  databaseOpened(uri: string, isNew: boolean): void;
  /** A database was closed after its last client left; its file is complete. */
  databaseClosed(uri: string): void;
}

/** A commit that has ended. */
export interface CommitFacts {
  /** Its rows. */
  readonly rows: number;
  /** Milliseconds since it began. */
  readonly ms: number;
  /** Whether its rows are stored. */
  readonly isStored: boolean;
}

/**
 * Notified of what is stored: with each commit, and each rejected sample. The
 * methods must not throw or block.
 */
export interface StorageObserver {
  /** A commit has ended. */
  committed(commit: CommitFacts): void;
  /** A sample was rejected for `reason`. */
  rejected(reason: string): void;
}

/** Notifies several observers, in order. */
export class Observers implements ServerObserver {
  readonly #observers: readonly ServerObserver[];

  /** Notifies `observers`. */
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
