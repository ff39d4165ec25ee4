/**
 * Opens all result files that an earlier process left.
 *
 * @module
 */
import { rm } from "node:fs/promises";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { recover } from "./recover.ts";
import { journalPath } from "./result_names.ts";
import type { StreamFacts } from "./stream_facts.ts";

/** The streams of those of `paths` that can be recovered, by path. */
export async function recoverAll(
  paths: readonly string[],
  log: Log,
): Promise<Map<string, StreamFacts>> {
  const found = new Map<string, StreamFacts>();
  for (const path of paths) {
    try {
      const facts = await recover(path, log);
      if (facts === undefined) {
        log.warn("{path}: its journal can't be read; not changed", { path });
      } else if (facts.size === 0) await removeEmpty(path);
      else found.set(path, facts);
    } catch (error) {
      log.error("{path}: can't be recovered, not changed: {reason}", {
        path,
        reason: errorText(error),
      });
    }
  }
  return found;
}

/** No byte of the stream is valid. */
async function removeEmpty(path: string): Promise<void> {
  await rm(journalPath(path), { force: true });
  await rm(path, { force: true });
}
