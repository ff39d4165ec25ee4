/**
 * What a server tells of itself to those who ask. Numbers of bytes, tuples and
 * rows count from a beginning: who wants a rate asks twice. Times are in UNIX
 * milliseconds.
 *
 * @module
 */

/**
 * What a client waits for: the rest of its headers, its database to be opened,
 * nothing (the server waits for its tuples), or its database to catch up.
 */
export type ClientState = "headers" | "opening" | "reading" | "held back";

/** How it goes with one client. */
export interface ClientStatus {
  /** `domain:sender:application`; its address until its headers are read. */
  readonly client: string;
  /** Where it is, and which of several connections it has. */
  readonly address: string;
  /** Its experiment; empty until its headers are read. */
  readonly domain: string;
  /** What goes on. */
  readonly state: ClientState;
  /** When it connected. */
  readonly since: number;
  /** Bytes it has sent. */
  readonly bytes: number;
  /** Tuples of these that were taken. */
  readonly tuples: number;
  /** Samples of these that were rejected. */
  readonly rejected: number;
  /** Values in tuples that were taken, which their texts were not quite. */
  readonly converted: number;
}

/** How it goes with one experiment that has clients. */
export interface ExperimentStatus {
  /** The domain. */
  readonly domain: string;
  /** How many clients it has. */
  readonly clients: number;
  /** Rows that are not stored yet. */
  readonly queuedRows: number;
  /** Bytes of these. */
  readonly queuedBytes: number;
  /** Rows that were stored since its database was opened. */
  readonly storedRows: number;
  /** When rows were stored last; 0: not yet. */
  readonly storedAt: number;
}

/** How many samples of a client were rejected. */
export interface RejectedStatus {
  /** `domain:sender:application`. */
  readonly client: string;
  /** How many, over all its connections. */
  readonly rejected: number;
}

/** How many values of a client's tuples are not quite what it sent. */
export interface ConvertedStatus {
  /** `domain:sender:application`. */
  readonly client: string;
  /** How many, over all its connections. */
  readonly converted: number;
}

/** Everything that came so far, from clients that are there or gone. */
export interface TotalStatus {
  /** Connections over which something came. */
  readonly connections: number;
  /** Bytes. */
  readonly bytes: number;
  /** Tuples that were taken. */
  readonly tuples: number;
  /** Samples that were rejected. */
  readonly rejected: number;
  /** Values in tuples that were taken, which their texts were not quite. */
  readonly converted: number;
}

/** How it goes with clients and experiments. */
export interface TrafficStatus {
  /** All together. */
  readonly total: TotalStatus;
  /** The clients that are connected. */
  readonly clients: readonly ClientStatus[];
  /** The experiments that have clients. */
  readonly experiments: readonly ExperimentStatus[];
  /** Those of whom samples were rejected, the most rejected first. */
  readonly rejected: readonly RejectedStatus[];
  /** Those of whom values were converted, the most converted first. */
  readonly converted: readonly ConvertedStatus[];
}

/** How it goes with the whole server. */
export interface ServerStatus extends TrafficStatus {
  /** When this was so. */
  readonly time: number;
  /** When the server started. */
  readonly since: number;
  /** Its process. */
  readonly pid: number;
  /** Its version. */
  readonly version: string;
  /** The port that it serves. */
  readonly port: number;
  /** Where its databases are. */
  readonly place: string;
  /** Bytes of memory that it has from the system. */
  readonly memory: number;
}
