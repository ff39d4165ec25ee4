/**
 * An address as people write it.
 *
 * @module
 */
import type { Address } from "./runtime.ts";

/** `host:port`, an IPv6 host in brackets. */
export function addressText({ host, port }: Address): string {
  if (host === "") return "an unknown address";
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
