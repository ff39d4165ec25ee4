/**
 * Checks where a request comes from, by the headers that browsers set and pages
 * can't change.
 *
 * @module
 */
import { isIP } from "node:net";

/**
 * Whether a header `Host` names this machine as nobody else can: a loopback
 * name, an IP address, or `bound`, the name that the operator gave. A page of
 * another site can let its own name point to this machine (DNS rebinding), and
 * would then count as of the same origin. Browsers always send the header.
 */
export function isOwnHost(
  header: string | null,
  bound: string | undefined,
): boolean {
  if (header === null) return true;
  const host = hostName(header);
  return host === "localhost" || host.endsWith(".localhost") ||
    isIP(host) !== 0 || (host !== "" && host === bound?.toLowerCase());
}

/**
 * Whether a request comes from a page of another origin. Programs other than
 * browsers send none of the headers.
 */
export function isForeign(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  return origin !== null && !isOrigin(origin, headers.get("host"));
}

/** Whether a person has followed a link, which no page can do by itself. */
export function isFollowedLink(headers: Headers): boolean {
  return headers.get("sec-fetch-mode") === "navigate" &&
    headers.get("sec-fetch-user") === "?1";
}

/**
 * Whether an origin is that of `host`. The scheme is not compared: a reverse
 * proxy may add TLS.
 */
function isOrigin(origin: string, host: string | null): boolean {
  return host !== null &&
    origin.replace(/^https?:\/\//, "").toLowerCase() === host.toLowerCase();
}

/** The host in a header `Host`, without its port; lower case. */
function hostName(header: string): string {
  const [, ipv6, name = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/
    .exec(header) ?? [];
  return (ipv6 ?? name).toLowerCase();
}
