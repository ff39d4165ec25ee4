/**
 * The table of a group of servers: each one, all together, and their
 * experiments.
 *
 * @module
 */

/** Why a server's status is not known. */
export interface MemberFault {
  /** The reason. */
  readonly reason: string;
  /** The remedy, if there is one to name. */
  readonly hint?: string;
}

/** What servers do, one of them or all together. */
export interface Work {
  /** Number of connected clients. */
  readonly clients: number;
  /** Number of experiments that have clients. */
  readonly experiments: number;
  /** Accepted tuples since the start. */
  readonly tuples: number;
  /** Accepted tuples per second; unset before the second answer. */
  readonly tupleRate?: number;
  /** Rejected samples since the start. */
  readonly rejected: number;
  /** Bytes of memory in use. */
  readonly memory: number;
}

/** A server that answers. */
export interface ServerWork extends Work {
  /** Its version. */
  readonly version: string;
  /** Seconds since it started. */
  readonly upTime: number;
}

/** A server of a group. It has either `work` or `fault`. */
export interface GroupServer {
  /** Its address, by which the others know it. */
  readonly address: string;
  /** What it does; unset if it does not answer. */
  readonly work?: ServerWork;
  /** Why it does not answer. */
  readonly fault?: MemberFault;
}

/** All servers that answer, together. */
export interface GroupTotal extends Work {
  /** Number of servers. */
  readonly servers: number;
  /** Number of those that answer. */
  readonly answering: number;
}

/** What one server has of an experiment. */
export interface ExperimentPart {
  /** Address of the server. */
  readonly server: string;
  /** Number of its clients there. */
  readonly clients: number;
  /** Rows that are not stored yet. */
  readonly queuedRows: number;
  /** Rows stored since its database was opened. */
  readonly storedRows: number;
  /** Rows stored per second; unset before the second answer. */
  readonly rowRate?: number;
}

/** An experiment that has clients. */
export interface GroupExperiment {
  /** The domain. */
  readonly domain: string;
  /** Whether several databases have parts of it, which `oml2 merge` joins. */
  readonly isSplit: boolean;
  /** Its servers, in the order of the group. */
  readonly parts: readonly ExperimentPart[];
}

/** A group of servers. */
export interface Group {
  /** The servers, each once. */
  readonly servers: readonly GroupServer[];
  /** All that answer, together. */
  readonly total: GroupTotal;
  /** Their experiments: first those that are split, then by name. */
  readonly experiments: readonly GroupExperiment[];
}
