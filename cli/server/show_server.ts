/**
 * Shows a server over HTTP.
 *
 * @module
 */
import type { HttpService } from "../../http/start.ts";
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
  /** Its log. */
  readonly log: Log;
}

/** Shows the server, if HTTP is served. */
export async function showServer(
  http: HttpService | undefined,
  { storage, status, log }: RunningServer,
): Promise<ShownPage | undefined> {
  if (http === undefined) return undefined;
  const { ShownPage } = await import("../http/page.ts");
  return new ShownPage(http, {
    kind: "server",
    server: status,
    findFault: () => storage.findFault(),
    log,
  });
}
