/**
 * Opens archives of SQLite files.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import type { Archive } from "../archive.ts";
import { placeName } from "../sqlite/experiment_places.ts";
import {
  SqliteArchive,
  type SqliteArchiveOptions,
} from "../sqlite/sqlite_archive.ts";
import { WorkerArchive } from "./worker_archive.ts";

/**
 * Opens the experiments in a directory, or in single files, in a thread of
 * their own. Where no threads may be started, this thread reads them in small
 * pieces. Nothing is read before the first query.
 */
export function openArchive(
  runtime: Pick<Runtime, "threads" | "startWorker">,
  options: SqliteArchiveOptions,
): Archive {
  if (runtime.threads() === 0) return new SqliteArchive(options);
  return new WorkerArchive({
    place: placeName(options),
    start: () => runtime.startWorker("archive"),
    options,
  });
}
