/**
 * What the API answers, where that is more than what an archive says.
 *
 * @module
 */
import type { Activity } from "../../archive/activity.ts";
import type { ExperimentSummary } from "../../archive/archive.ts";
import type { ProxyStatus } from "../../proxy/control/status.ts";
import type { ReplayProgress } from "../../proxy/upstream/replay_progress.ts";
import type {
  ClientStatus,
  ServerStatus,
} from "../../server/status/server_status.ts";

/** Whether this browser may read, and what it must send to command. */
export interface Session {
  /** Whether it may read. */
  readonly authorised: boolean;
  /** Whether a token is needed. */
  readonly tokenRequired: boolean;
  /** The value of the header `X-OML-Token`. */
  readonly csrf?: string;
}

/** The program behind the page. */
export interface SiteAnswer {
  /** The kind of program. */
  readonly kind: "server" | "proxy" | "view";
  /** Its version. */
  readonly version: string;
  /** When it started, UNIX seconds. */
  readonly since: number;
  /** Its time, UNIX seconds. */
  readonly time: number;
  /** Where the experiments are stored. */
  readonly place?: string;
  /** The status of a server. */
  readonly status?: ServerStatus;
  /** Number of the other servers of its group; unset if it knows of none. */
  readonly peers?: number;
}

/** What a server knows of an experiment that has clients. */
export interface LiveExperiment {
  /** Number of clients. */
  readonly clients: number;
  /** Rows not stored yet. */
  readonly queuedRows: number;
  /** Rows stored since its database was opened. */
  readonly storedRows: number;
}

/** An experiment in the list. */
export interface ListedExperiment extends ExperimentSummary {
  /** Unset if it has no clients. */
  readonly live?: LiveExperiment;
}

/** The list of experiments. */
export interface ExperimentsAnswer {
  /** The experiments, by name. */
  readonly experiments: readonly ListedExperiment[];
  /** The server's time, UNIX seconds. */
  readonly time: number;
}

/** Who sends to an experiment. */
export interface ActivityAnswer extends Activity {
  /** The connected clients; unset if the program has none. */
  readonly clients?: readonly ClientStatus[];
}

/** The proxy. */
export interface ProxyAnswer extends ProxyStatus {
  /** Its replay; unset while nothing is being sent. */
  readonly progress?: ReplayProgress;
}

/** A command of operators. */
export type ProxyCommand = "RESUME" | "PAUSE" | "STOP";
