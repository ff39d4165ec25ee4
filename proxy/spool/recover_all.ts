/**
 * Opens all result files that an earlier process left.
 *
 * @module
 */
import { rm } from "node:fs/promises";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { type LoggedRecords, recover } from "./recover.ts";
import { journalPath } from "./result_names.ts";
import type { StreamFacts } from "./stream_facts.ts";

/** What an earlier process left. */
export interface RecoveredStreams {
  /** The streams that can be recovered, by path. */
  readonly streams: ReadonlyMap<string, StreamFacts>;
  /** Whether these are all. */
  readonly areAll: boolean;
}

/** Recovers the streams in `paths`, with what the shared log has of them. */
export async function recoverAll(
  paths: readonly string[],
  log: Log,
  logged: LoggedRecords = new Map(),
): Promise<RecoveredStreams> {
  const streams = new Map<string, StreamFacts>();
  let areAll = true;
  for (const path of paths) {
    try {
      const facts = await recover(path, log, logged);
      if (facts === undefined) {
        log.warn("{path}: its journal can't be read; not changed", { path });
      } else if (facts.size === 0) await removeEmpty(path);
      else streams.set(path, facts);
    } catch (error) {
      areAll = false;
      log.error("{path}: can't be recovered, not changed: {reason}", {
        path,
        reason: errorText(error),
      });
    }
  }
  return { streams, areAll };
}

/** No byte of the stream is valid. */
async function removeEmpty(path: string): Promise<void> {
  await rm(journalPath(path), { force: true });
  await rm(path, { force: true });
}
