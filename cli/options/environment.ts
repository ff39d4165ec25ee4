/**
 * The environment of the process.
 *
 * @module
 */
import process from "node:process";

/** The value of a variable, if it has one and may be looked at. */
export function variable(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch {
    // Deno, without permission for this one: it was not meant for us.
    return undefined;
  }
}
