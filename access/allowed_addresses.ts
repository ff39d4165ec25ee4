/**
 * The addresses that may connect.
 *
 * @module
 */
import ipaddr from "ipaddr.js";
import { AccessOptionError } from "./errors.ts";

type Ip = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [network: Ip, bits: number];

/** Ranges of IPv4 and IPv6 addresses. */
export class AllowedAddresses {
  readonly #ranges: readonly Range[];

  /**
   * Takes ranges such as `10.0.0.0/8`, `2001:db8::/32` and `192.0.2.7`.
   *
   * @throws {AccessOptionError} if a text is not a range.
   */
  constructor(ranges: readonly string[]) {
    this.#ranges = ranges.map(parseRange);
  }

  /** Whether a range contains the address; an invalid one is in none. */
  includes(host: string): boolean {
    if (!ipaddr.isValid(host)) return false;
    // An IPv4 client of an IPv6 socket has a mapped address.
    const address = ipaddr.process(host);
    return this.#ranges.some(([network, bits]) =>
      network.kind() === address.kind() && address.match(network, bits)
    );
  }
}

function parseRange(text: string): Range {
  const [address, prefix, ...rest] = text.split("/");
  const isIp = ipaddr.IPv4.isValidFourPartDecimal(address) ||
    ipaddr.IPv6.isValid(address);
  const ip = isIp ? ipaddr.process(address) : undefined;
  const most = ip?.kind() === "ipv4" ? 32 : 128;
  const bits = prefix === undefined
    ? most
    : /^\d{1,3}$/.test(prefix)
    ? Number(prefix)
    : NaN;
  if (ip === undefined || rest.length > 0 || !(bits <= most)) {
    throw new AccessOptionError(
      `"${text}" is not an address or a range of addresses; ` +
        "write e.g. 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32",
    );
  }
  const network = networkOf(ip, bits);
  if (network !== ip.toString()) {
    throw new AccessOptionError(
      `"${text}" has bits after its prefix; write ${network}/${bits}`,
    );
  }
  return [ip, bits];
}

function networkOf(ip: Ip, bits: number): string {
  const cidr = `${ip}/${bits}`;
  const network = ip.kind() === "ipv4"
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
    : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return network.toString();
}
