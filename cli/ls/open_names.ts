/**
 * Finds out which experiments a server has open.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { dataDirUser } from "../../server/rows/sqlite/data_dir_lock.ts";
import { StartError } from "../options/options_error.ts";
import { statusSocket } from "../process/paths.ts";
import { askServer } from "../status/ask_server.ts";
import type { OpenNames } from "./listing.ts";

/**
 * The experiments that the server of a data directory has open: those that it
 * names itself. If it does not answer, as when it belongs to another user, they
 * are unknown.
 */
export async function openInDirectory(directory: string): Promise<OpenNames> {
  const path = statusSocket({ directory: resolve(directory), port: 0 });
  if (existsSync(path)) {
    try {
      const { experiments } = await askServer(path);
      return new Set(experiments.map(({ domain }) => domain));
    } catch (error) {
      // A killed server leaves its socket behind.
      if (!(error instanceof StartError)) throw error;
    }
  }
  return isUsed(directory) ? undefined : new Set();
}

/** Whether a server may be using the directory. */
function isUsed(directory: string): boolean {
  try {
    return dataDirUser(directory) !== undefined;
  } catch {
    // Its lock can't be examined.
    return true;
  }
}
