/**
 * Permissions of the files that a program creates.
 *
 * @module
 */
import process from "node:process";

/** Files are closed to users outside of the program's group. */
export const GROUP_READS = 0o027;

/** Files are closed to all other users. */
export const OWNER_ONLY = 0o077;

/**
 * Takes away the permissions `mask` from files that the process creates from
 * now on, in addition to its umask. An event hook inherits that.
 */
export function narrowModes(mask: number): void {
  try {
    process.umask(process.umask() | mask);
  } catch {
    // Deno, without permission for it: the umask stays as it is.
  }
}
