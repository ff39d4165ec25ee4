/**
 * Capture files as an archive: a private database with their contents.
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Archive } from "../../archive/archive.ts";
import {
  type CaptureFailed,
  FollowedCaptures,
} from "../../captures/followed_captures.ts";
import { openArchive } from "../../archive/worker/open_archive.ts";
import { Experiments } from "../../server/experiments/experiments.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../server/options.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { BufferPool } from "../../shared/buffer_pool.ts";
import type { Log } from "../../shared/log.ts";
import { temporaryDirectory } from "../process/paths.ts";
import { openSqliteStorage } from "../server/sqlite_storage.ts";
import type { Storage } from "../server/storage_types.ts";
import { removeLeftovers, TEMPORARY } from "./leftovers.ts";

/** Bytes of spare memory kept for the next batches. */
const SPARE_BYTES = 24 * 1024 * 1024;

/** What captures need. */
export interface CaptureContext {
  /** The runtime, for its threads. */
  readonly runtime: Runtime;
  /** The log of the databases. */
  readonly log: Log;
  /** Called with the error of a file that can't be read any further. */
  readonly failed: CaptureFailed;
}

interface Parts {
  readonly directory: string;
  readonly storage: Storage;
  readonly files: FollowedCaptures;
  readonly stop: AbortController;
}

/** Stores capture files in temporary databases, and what is added to them. */
export class CaptureSource {
  /** The files. */
  readonly files: FollowedCaptures;
  /** Resolves when the files are read up to their present end. */
  readonly caughtUp: Promise<void>;
  /** The databases. */
  readonly archive: Archive;
  readonly #parts: Parts;
  readonly #running: Promise<void>;
  readonly #atExit = () => this.#remove();

  private constructor(parts: Parts, archive: Archive) {
    const { files, stop } = parts;
    const caughtUp = Promise.withResolvers<void>();
    this.files = files;
    this.caughtUp = caughtUp.promise;
    this.archive = archive;
    this.#parts = parts;
    // A second signal ends the process at once.
    process.once("exit", this.#atExit);
    this.#running = files.follow(stop.signal, caughtUp.resolve);
  }

  /**
   * Begins to read the files at `paths`.
   *
   * @throws {StoreError} if there can't be temporary databases.
   */
  static async open(
    paths: readonly string[],
    { runtime, log, failed }: CaptureContext,
  ): Promise<CaptureSource> {
    removeLeftovers(temporaryDirectory());
    const directory = mkdtempSync(join(temporaryDirectory(), TEMPORARY));
    try {
      const stop = new AbortController();
      const buffers = new BufferPool(SPARE_BYTES);
      const storage = await openSqliteStorage(
        { dataDir: directory, journal: "wal", rejects: true },
        { runtime, buffers, abandon: stop.signal, log },
      );
      const { collect, limits } = DEFAULT_SERVER_OPTIONS;
      const shared = { log, buffers };
      const experiments = new Experiments(storage.store, collect, shared);
      const target = { experiments, limits };
      // Streams that are cut by the stop are no news.
      const files = new FollowedCaptures(paths, target, (file, error) => {
        if (!stop.signal.aborted) failed(file, error);
      });
      const archive = openArchive(runtime, { directory, inServer: true });
      const parts = { directory, storage, files, stop };
      return new CaptureSource(parts, archive);
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Stops reading, and removes the databases. */
  async close(): Promise<void> {
    const { files, storage, stop } = this.#parts;
    stop.abort();
    try {
      await this.archive.close();
      await this.#running;
      await files.close();
      await storage.close();
    } finally {
      process.off("exit", this.#atExit);
      this.#remove();
    }
  }

  #remove(): void {
    rmSync(this.#parts.directory, { recursive: true, force: true });
  }
}
