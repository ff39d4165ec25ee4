/**
 * Shows a server over HTTP.
 *
 * @module
 */
import type { HttpService } from "../../http/start.ts";
import type { StorageMeter } from "../../http/metrics/storage_meter.ts";
import type { ServerStatus } from "../../server/status/server_status.ts";
import type { Log } from "../../shared/log.ts";
import type { ShownPage } from "../http/page.ts";
import type { Storage } from "./storage_types.ts";

/** A running server. */
export interface RunningServer {
  /** Its databases. */
  readonly storage: Storage;
  /** Returns its status. */
  readonly status: () => ServerStatus;
  /** Counts its commits. */
  readonly meter: StorageMeter | undefined;
  /** Number of tuples that no database took. */
  readonly unsaved: () => number;
  /** Its log. */
  readonly log: Log;
}

/** What counts commits for the metrics, if HTTP is served. */
export async function makeMeter(
  http: HttpService | undefined,
): Promise<StorageMeter | undefined> {
  if (http === undefined) return undefined;
  const { StorageMeter } = await import("../../http/metrics/storage_meter.ts");
  return new StorageMeter();
}

/** Shows the server, if HTTP is served. */
export async function showServer(
  http: HttpService | undefined,
  { storage, status, meter, unsaved, log }: RunningServer,
): Promise<ShownPage | undefined> {
  if (http === undefined || meter === undefined) return undefined;
  const { ShownPage } = await import("../http/page.ts");
  const { serverMetrics } = await import(
    "../../http/metrics/server_metrics.ts"
  );
  const { walBytes } = await import("./wal_bytes.ts");
  const { directory } = storage;
  return new ShownPage(http, {
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
