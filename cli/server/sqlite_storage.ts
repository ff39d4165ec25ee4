/**
 * The storage of the SQLite backend: files in a directory of this server's own,
 * written by a few threads.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import process from "node:process";
import { SharedBufferPool } from "../../shared/buffer_pool.ts";
import { EXTENSION } from "../../server/rows/sqlite/file_extension.ts";
import type { FlushPlanner } from "../../server/rows/flush_planner.ts";
import { ImagePlanner } from "../../server/rows/sqlite/image_planner.ts";
import { lockDataDir } from "../../server/rows/sqlite/data_dir_lock.ts";
import { PageTemplates } from "../../server/rows/sqlite/page_templates.ts";
import { SharedPlanner } from "../../server/rows/sqlite/shared_planner.ts";
import type { SqliteHostOptions } from "../../server/rows/sqlite/sqlite_host.ts";
import type { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import { canStage } from "../../server/rows/sqlite/stage.ts";
import { WorkerStore } from "../../server/rows/worker/worker_store.ts";
import { dataDirectory, prepareDataDirectory } from "../process/data_dir.ts";
import type { StorageFlags } from "../flags/storage_flags.ts";
import type { Storage, StorageContext } from "./storage_types.ts";

/** Threads that write databases; more would only wait for the same disk. */
export const MOST_WORKERS = 4;

/** Milliseconds in which a database thread answers, however busy it is. */
const ANSWER_MS = 2_000;

/** Bytes of spare memory that the threads share, kept for the next flushes. */
const SPARE_BYTES = 24 * 1024 * 1024;

/**
 * Locks the data directory.
 *
 * @throws {StoreError} with the reason and the remedy.
 */
export async function openSqliteStorage(
  { dataDir, journal, rejects, views = false }:
    & Pick<StorageFlags, "dataDir" | "journal" | "rejects">
    & Partial<Pick<StorageFlags, "views">>,
  context: StorageContext,
): Promise<Storage> {
  const directory = dataDirectory(dataDir);
  prepareDataDirectory(directory);
  const lock = lockDataDir(directory, process.pid);
  const planner = makePlanner(context);
  const place = { directory, journal, keepRejects: rejects, views };
  const store = await makeStore(place, planner, context);
  if (hasDatabases(directory)) store.recover();
  return {
    store,
    planner,
    place: directory,
    directory,
    get isStuck() {
      return store instanceof WorkerStore && store.isStuck;
    },
    async prepare() {
      if (store instanceof WorkerStore) await store.prepare();
    },
    async findFault() {
      const { directoryFault } = await import("../http/directory_fault.ts");
      const fault = directoryFault(directory, "the data directory");
      if (fault !== undefined || await isAnswering(store)) return fault;
      return "a database thread does not answer";
    },
    async openArchive() {
      const { openArchive } = await (import(
        "../../archive/worker/open_archive.ts" as string
      ) as Promise<typeof import("../../archive/worker/open_archive.ts")>);
      return openArchive(context.runtime, { directory, inServer: true });
    },
    async close() {
      await store.close();
      lock.release();
    },
  };
}

/** A thread has to look at them: an earlier server may have been killed. */
function hasDatabases(directory: string): boolean {
  try {
    return readdirSync(directory).some((name) => name.endsWith(EXTENSION));
  } catch {
    // The thread reports why.
    return true;
  }
}

/** A store in the main thread needs no asking: it is this thread's turn. */
async function isAnswering(store: WorkerStore | SqliteStore): Promise<boolean> {
  return !(store instanceof WorkerStore) || await store.isAnswering(ANSWER_MS);
}

/** Prepares rows in this thread, which has more time. */
function makePlanner({ buffers }: StorageContext): FlushPlanner {
  const shared = new SharedBufferPool(SPARE_BYTES);
  return canStage()
    ? new ImagePlanner(new PageTemplates(), shared, buffers)
    : new SharedPlanner(shared, buffers);
}

async function makeStore(
  place: SqliteHostOptions,
  planner: FlushPlanner,
  { runtime, buffers, abandon, log }: StorageContext,
): Promise<WorkerStore | SqliteStore> {
  const workers = Math.min(runtime.threads(), MOST_WORKERS);
  if (workers === 0) {
    log.info(
      "no permission to start threads: databases are written by the main thread",
    );
    // Loaded here only then: usually the threads load it.
    const { SqliteStore }:
      typeof import("../../server/rows/sqlite/sqlite_store.ts") = await import(
        "../../server/rows/sqlite/sqlite_store.ts" as string
      );
    return new SqliteStore({ ...place, abandon }, log);
  }
  return new WorkerStore({
    start: () => runtime.startWorker("store"),
    workers,
    store: place,
    abandon,
    planner,
    buffers,
  }, log);
}
