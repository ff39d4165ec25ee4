/**
 * What the rules of access have refused, as a figure.
 *
 * @module
 */
import type { RefusedConnections } from "../../proxy/control/status.ts";
import type { RefusedStatus } from "../../server/status/server_status.ts";
import { formatCount, formatNumber } from "../format/numbers.ts";

/** A name, its value, and a remark. */
export type RefusedFigure = readonly [string, string, string];

/** The figure; none if nothing was refused, as in most servers and proxies. */
export function refusedFigures(
  refused: RefusedStatus | RefusedConnections,
): readonly RefusedFigure[] {
  const { addresses, handshakes } = refused;
  const domains = "domains" in refused ? refused.domains : 0;
  const all = addresses + domains + handshakes;
  if (all === 0) return [];
  const parts = [
    addresses > 0 ? `${formatCount(addresses)} by address` : "",
    handshakes > 0 ? formatNumber(handshakes, "TLS handshake") : "",
    domains > 0 ? `${formatNumber(domains, "stream")} by domain` : "",
  ];
  const remark = parts.filter((part) => part !== "").join(", ");
  return [["Refused", formatCount(all), remark]];
}
