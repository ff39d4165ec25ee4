/**
 * The environment of the process.
 *
 * @module
 */
import process from "node:process";

/** The value of a variable, if it is set and may be read. */
export function variable(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch {
    // Deno, without permission for this variable.
    return undefined;
  }
}
