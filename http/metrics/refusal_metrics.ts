/**
 * Measurements of what the rules of access refuse.
 *
 * @module
 */
import type { Metrics, Sample } from "./metrics.ts";

/** The numbers, by the rule that refused. */
export interface RefusedCounts {
  /** Connections from addresses that may not connect. */
  readonly addresses: number;
  /** Streams whose domain their client may not write to; not of a proxy. */
  readonly domains?: number;
  /** Connections whose TLS handshake failed. */
  readonly handshakes: number;
}

/** Adds the numbers of refused connections and streams of a program. */
export function addRefusals(
  metrics: Metrics,
  program: "server" | "proxy",
  read: () => RefusedCounts,
): void {
  metrics.counter({
    name: `oml_${program}_refused_total`,
    help: "Refused connections and streams, by what was wrong with them.",
    labels: ["reason"],
  }, () => {
    const { addresses, domains, handshakes } = read();
    const byDomain: Sample[] = domains === undefined
      ? []
      : [[{ reason: "domain" }, domains]];
    return [
      [{ reason: "address" }, addresses],
      ...byDomain,
      [{ reason: "handshake" }, handshakes],
    ];
  });
}
