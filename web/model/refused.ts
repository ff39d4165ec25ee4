/**
 * What the rules of access have refused, as a figure.
 *
 * @module
 */
import type { RefusedStatus } from "../../server/status/server_status.ts";
import { formatCount, formatNumber } from "../format/numbers.ts";

/** A name, its value, and a remark. */
export type RefusedFigure = readonly [string, string, string];

/** The figure; none if nothing was refused, as in most servers. */
export function refusedFigures(
  { addresses, domains, handshakes }: RefusedStatus,
): readonly RefusedFigure[] {
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
