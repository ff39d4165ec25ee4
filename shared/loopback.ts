/**
 * Addresses of this machine alone.
 *
 * @module
 */

/**
 * Whether a host can be reached from this machine only: `localhost`, or an
 * address of the loopback network.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^::ffff:/, "");
  return name === "localhost" || name === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
