import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type CaptureFailed,
  FollowedCaptures,
} from "../../../captures/followed_captures.ts";
import type { CaptureTarget } from "../../../captures/capture_run.ts";
import { Experiments } from "../../../server/experiments/experiments.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../../server/options.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** A data directory that captures are stored in, and room for their files. */
export class CaptureBed implements Disposable {
  readonly root = makeTempDir();
  readonly dataDir: string = join(this.root, "data");
  readonly target: CaptureTarget;
  /** The errors of files that could not be read, after their names. */
  readonly faults: string[] = [];

  constructor() {
    mkdirSync(this.dataDir);
    const log = new MemoryLog();
    const store = new SqliteStore({
      directory: this.dataDir,
      journal: "wal",
      keepRejects: true,
      abandon: new AbortController().signal,
    }, log);
    const { collect, limits } = DEFAULT_SERVER_OPTIONS;
    this.target = {
      experiments: new Experiments(store, collect, { log }),
      limits,
    };
  }

  /** The path of a file outside of the data directory. */
  path(name: string): string {
    return join(this.root, name);
  }

  /** The path of a domain's database. */
  database(domain: string): string {
    return join(this.dataDir, `${domain}.sq3`);
  }

  /** An import of files of the bed, whose faults it collects. */
  importOf(...names: readonly string[]): FollowedCaptures {
    const failed: CaptureFailed = (_, error) =>
      this.faults.push(error instanceof Error ? error.message : `${error}`);
    const paths = names.map((name) => this.path(name));
    return new FollowedCaptures(paths, this.target, failed);
  }

  [Symbol.dispose](): void {
    removeTempDir(this.root);
  }
}
