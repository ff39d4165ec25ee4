/**
 * Shows a proxy over HTTP; loaded only if that is served.
 *
 * @module
 */
import { dirname } from "node:path";
import { proxyMetrics } from "../../http/metrics/proxy_metrics.ts";
import type { HttpService } from "../../http/start.ts";
import type { Proxy } from "../../proxy/proxy.ts";
import type { Log } from "../../shared/log.ts";
import type { ProxyFlags } from "../flags/proxy_flags.ts";
import { directoryFault } from "../http/directory_fault.ts";
import { ShownPage } from "../http/page.ts";

/** A running proxy. */
export interface RunningProxy {
  /** The proxy. */
  readonly proxy: Proxy;
  /** Its options. */
  readonly flags: ProxyFlags;
  /** Its log. */
  readonly log: Log;
}

/** Shows the proxy. */
export function showProxy(
  http: HttpService,
  { proxy, flags, log }: RunningProxy,
): ShownPage {
  const directory = dirname(flags.resultfile);
  return new ShownPage(http, {
    kind: "proxy",
    proxy: {
      status: () => proxy.status,
      progress: () => proxy.progress,
      command: (name) => proxy.command(name),
    },
    metrics: proxyMetrics({
      status: () => proxy.status,
      totals: () => proxy.totals,
    }),
    findFault: () =>
      Promise.resolve(directoryFault(directory, "the result directory")),
    log,
  });
}
