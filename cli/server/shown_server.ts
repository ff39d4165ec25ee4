/**
 * Shows a server over HTTP; loaded only if that is served.
 *
 * @module
 */
import type { Member } from "../../group/member.ts";
import { peerMember } from "../../http/peers/ask_peer.ts";
import type { HttpService } from "../../http/start.ts";
import { serverMetrics } from "../../http/metrics/server_metrics.ts";
import { StorageMeter } from "../../http/metrics/storage_meter.ts";
import type { Address } from "../../ports/runtime.ts";
import type { ServerStatus } from "../../server/status/server_status.ts";
import type { Log } from "../../shared/log.ts";
import { ShownPage } from "../http/page.ts";
import type { Storage } from "./storage_types.ts";
import { walBytes } from "./wal_bytes.ts";

/** A running server. */
export interface RunningServer {
  /** Its databases. */
  readonly storage: Storage;
  /** Returns its status. */
  readonly status: () => ServerStatus;
  /** Where the other servers of its group serve HTTP. */
  readonly peers: readonly Address[];
  /** Number of tuples that no database took. */
  readonly unsaved: () => number;
  /** Its log. */
  readonly log: Log;
}

/** Counts commits from the start on, and shows the server when it runs. */
export class ShownServer {
  /** Counts commits. */
  readonly meter: StorageMeter = new StorageMeter();
  readonly #http: HttpService;

  /** Shows a server by `http`. */
  constructor(http: HttpService) {
    this.#http = http;
  }

  /** Shows the server. */
  async show(
    { storage, status, peers, unsaved, log }: RunningServer,
  ): Promise<ShownPage> {
    const { meter } = this;
    const { directory } = storage;
    return new ShownPage(this.#http, {
      kind: "server",
      server: status,
      peers: this.#members(peers),
      archive: await storage.openArchive(),
      metrics: serverMetrics({
        ...{ status, meter, unsaved },
        ...directory !== undefined && { walBytes: () => walBytes(directory) },
      }),
      findFault: () => storage.findFault(),
      log,
    });
  }

  /** The peers; they are asked with the token of this server. */
  #members(peers: readonly Address[]): readonly Member[] | undefined {
    if (peers.length === 0) return undefined;
    const { token } = this.#http;
    return peers.map((peer) => peerMember(peer, token));
  }
}
