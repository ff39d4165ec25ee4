/**
 * The status of a server. Numbers of bytes, tuples and rows are totals: a rate
 * is the difference of two queries. Times are in UNIX milliseconds.
 *
 * @module
 */

/**
 * What a client waits for: the rest of its headers, its database to be opened,
 * nothing (the server waits for its tuples), or its database to catch up.
 */
export type ClientState = "headers" | "opening" | "reading" | "held back";

/** Status of one client. */
export interface ClientStatus {
  /** `domain:sender:application`; its address until its headers are read. */
  readonly client: string;
  /** Its address and port. */
  readonly address: string;
  /** Its experiment; empty until its headers are read. */
  readonly domain: string;
  /** Its state. */
  readonly state: ClientState;
  /** When it connected. */
  readonly since: number;
  /** Bytes received. */
  readonly bytes: number;
  /** Accepted tuples. */
  readonly tuples: number;
  /** Rejected samples. */
  readonly rejected: number;
  /** Values in accepted tuples that differ from their texts. */
  readonly converted: number;
}

/** Status of one experiment that has clients. */
export interface ExperimentStatus {
  /** The domain. */
  readonly domain: string;
  /** Number of clients. */
  readonly clients: number;
  /** Rows not stored yet. */
  readonly queuedRows: number;
  /** Bytes of these rows. */
  readonly queuedBytes: number;
  /** Rows stored since its database was opened. */
  readonly storedRows: number;
  /** When rows were last stored; 0 if never. */
  readonly storedAt: number;
}

/** Number of rejected samples of a client. */
export interface RejectedStatus {
  /** `domain:sender:application`. */
  readonly client: string;
  /** Total of all its connections. */
  readonly rejected: number;
}

/** Number of values of a client that differ from what it sent. */
export interface ConvertedStatus {
  /** `domain:sender:application`. */
  readonly client: string;
  /** Total of all its connections. */
  readonly converted: number;
}

/** Totals of all clients, connected or not. */
export interface TotalStatus {
  /** Connections that sent data. */
  readonly connections: number;
  /** Bytes. */
  readonly bytes: number;
  /** Accepted tuples. */
  readonly tuples: number;
  /** Rejected samples. */
  readonly rejected: number;
  /** Values in accepted tuples that differ from their texts. */
  readonly converted: number;
}

/** Status of clients and experiments. */
export interface TrafficStatus {
  /** Totals. */
  readonly total: TotalStatus;
  /** The connected clients. */
  readonly clients: readonly ClientStatus[];
  /** The experiments that have clients. */
  readonly experiments: readonly ExperimentStatus[];
  /** Clients with rejected samples, sorted by number. */
  readonly rejected: readonly RejectedStatus[];
  /** Clients with converted values, sorted by number. */
  readonly converted: readonly ConvertedStatus[];
}

/** Numbers of refused connections and streams, by the rule that refused them. */
export interface RefusedStatus {
  /** Connections from addresses that may not connect. */
  readonly addresses: number;
  /** Streams whose domain their client may not write to. */
  readonly domains: number;
  /** Connections whose TLS handshake failed. */
  readonly handshakes: number;
}

/** Status of the whole server. */
export interface ServerStatus extends TrafficStatus {
  /** Time of the query. */
  readonly time: number;
  /** When the server started. */
  readonly since: number;
  /** Its process id. */
  readonly pid: number;
  /** Its version. */
  readonly version: string;
  /** The port on which it listens. */
  readonly port: number;
  /** Location of its databases. */
  readonly place: string;
  /** Bytes of memory in use. */
  readonly memory: number;
  /** What was refused. */
  readonly refused: RefusedStatus;
}
