/**
 * Formats an address.
 *
 * @module
 */
import type { Address } from "./runtime.ts";

/** `host:port`, with an IPv6 host in brackets. */
export function addressText({ host, port }: Address): string {
  if (host === "") return "an unknown address";
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
