/**
 * Whether a directory takes new data.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeOwnFile } from "../../shared/own_file.ts";

/** A file that exists for a moment. */
const PROBE = ".oml2-ready";

/**
 * What is wrong with a directory, if anything; `name` says which one it is,
 * without its path, which outsiders must not learn. Only writing shows whether
 * it can be written: to a full disk, or one that has become read-only.
 */
export function directoryFault(
  directory: string,
  name: string,
): string | undefined {
  const probe = join(directory, PROBE);
  try {
    writeOwnFile(probe, "ready\n");
    rmSync(probe);
    return undefined;
  } catch {
    return `${name} is missing, full or read-only`;
  }
}
