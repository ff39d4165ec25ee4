/**
 * What a program shows over HTTP: a server, a proxy, or stored data alone.
 *
 * @module
 */
import type { Archive } from "../archive/archive.ts";
import type { CommandName } from "../proxy/control/command.ts";
import type { Member } from "../group/member.ts";
import type { ProxyStatus } from "../proxy/control/status.ts";
import type { ReplayProgress } from "../proxy/upstream/replay_progress.ts";
import type { ServerStatus } from "../server/status/server_status.ts";
import type { Log } from "../shared/log.ts";

/** The program behind the page, the API and the metrics. */
export interface Site {
  /** The kind of program. */
  readonly kind: "server" | "proxy" | "view";
  /** Its version. */
  readonly version: string;
  /** When it started, UNIX seconds. */
  readonly since: number;
  /** Stored experiments: of servers and views. */
  readonly archive?: Archive;
  /** The current status of a server. */
  readonly server?: () => ServerStatus;
  /** The other servers of its group; unset if it knows of none. */
  readonly peers?: readonly Member[];
  /** The proxy. */
  readonly proxy?: ProxyControl;
  /** Whether it can do its work; answers within a few seconds. */
  readonly isReady: () => Promise<Readiness>;
  /** Its measurements, in Prometheus' text format. */
  readonly metrics?: () => Promise<string>;
  /** The log of the program. */
  readonly log: Log;
  /** Aborted when HTTP stops: open streams end. */
  readonly closing: AbortSignal;
}

/** How a proxy is watched and controlled. */
export interface ProxyControl {
  /** Its current status. */
  status(): ProxyStatus;
  /** Progress of its replay; unset while nothing is being sent. */
  progress(): ReplayProgress | undefined;
  /** Executes a command; returns the lines of the answer. */
  command(name: CommandName): Promise<readonly string[]>;
}

/** Whether a program can do its work; if not, why. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: string };
