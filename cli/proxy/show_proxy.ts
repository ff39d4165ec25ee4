/**
 * Shows a proxy over HTTP.
 *
 * @module
 */
import { dirname } from "node:path";
import type { HttpService } from "../../http/start.ts";
import type { Proxy } from "../../proxy/proxy.ts";
import type { Log } from "../../shared/log.ts";
import type { ProxyFlags } from "../flags/proxy_flags.ts";
import type { ShownPage } from "../http/page.ts";

/** A running proxy. */
export interface RunningProxy {
  /** The proxy. */
  readonly proxy: Proxy;
  /** Its options. */
  readonly flags: ProxyFlags;
  /** Its log. */
  readonly log: Log;
}

/** Shows the proxy, if HTTP is served. */
export async function showProxy(
  http: HttpService | undefined,
  { proxy, flags, log }: RunningProxy,
): Promise<ShownPage | undefined> {
  if (http === undefined) return undefined;
  const { ShownPage } = await import("../http/page.ts");
  const { directoryFault } = await import("../http/directory_fault.ts");
  const { proxyMetrics } = await import("../../http/metrics/proxy_metrics.ts");
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
