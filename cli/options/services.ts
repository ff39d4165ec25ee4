/**
 * Ports that the system knows by name.
 *
 * @module
 */
import { readFileSync } from "node:fs";

/**
 * The TCP port of a service as getservbyname(3) finds it, or `undefined` if
 * there is no such service.
 *
 * @throws {Error} if the system's list can't be read.
 */
export function servicePort(
  name: string,
  list: string = "/etc/services",
): number | undefined {
  for (const line of readFileSync(list, "utf8").split("\n")) {
    const [first, port, ...aliases] = line.replace(/#.*/, "").trim().split(
      /\s+/,
    );
    const number = /^([0-9]+)\/tcp$/.exec(port ?? "")?.[1];
    if (number === undefined) continue;
    if (first === name || aliases.includes(name)) return Number(number);
  }
  return undefined;
}
