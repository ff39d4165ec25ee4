/**
 * Shows a server over HTTP; loaded only if that is served.
 *
 * @module
 */
import type { HttpService } from "../../http/start.ts";
import { serverMetrics } from "../../http/metrics/server_metrics.ts";
import { StorageMeter } from "../../http/metrics/storage_meter.ts";
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
    { storage, status, unsaved, log }: RunningServer,
  ): Promise<ShownPage> {
    const { meter } = this;
    const { directory } = storage;
    return new ShownPage(this.#http, {
      kind: "server",
      server: status,
      archive: await storage.openArchive(),
      metrics: serverMetrics({
        ...{ status, meter, unsaved },
        ...directory !== undefined && { walBytes: () => walBytes(directory) },
      }),
      findFault: () => storage.findFault(),
      log,
    });
  }
}
