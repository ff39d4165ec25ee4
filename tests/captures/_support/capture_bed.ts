import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CaptureImport } from "../../../captures/capture_import.ts";
import type { CaptureTarget } from "../../../captures/capture_run.ts";
import {
  type CaptureFailed,
  FollowedCaptures,
} from "../../../captures/followed_captures.ts";
import type {
  FileResult,
  ImportTarget,
} from "../../../captures/import_types.ts";
import { Experiments } from "../../../server/experiments/experiments.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../../server/options.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import type { Store } from "../../../server/rows/store.ts";
import { errorText } from "../../../shared/error_text.ts";
import { textWithHint } from "../../../shared/hint_error.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** How files are imported, besides the defaults. */
type ImportOptions = Partial<Pick<ImportTarget, "again" | "domain" | "limits">>;

/** A data directory that captures are stored in, and room for their files. */
export class CaptureBed implements Disposable {
  readonly root = makeTempDir();
  readonly dataDir: string = join(this.root, "data");
  /** Opens the databases. */
  readonly store: Store;
  readonly target: CaptureTarget;
  /** The errors of files that could not be read, after their names. */
  readonly faults: string[] = [];

  constructor() {
    mkdirSync(this.dataDir);
    this.store = new SqliteStore({
      directory: this.dataDir,
      journal: "wal",
      keepRejects: true,
      abandon: new AbortController().signal,
    }, new MemoryLog());
    const { limits } = DEFAULT_SERVER_OPTIONS;
    this.target = { experiments: this.experiments(), limits };
  }

  /** The path of a file outside of the data directory. */
  path(name: string): string {
    return join(this.root, name);
  }

  /** The path of a domain's database. */
  database(domain: string): string {
    return join(this.dataDir, `${domain}.sq3`);
  }

  /** The experiments in databases of `store`. */
  experiments(store: Store = this.store): Experiments {
    const { collect } = DEFAULT_SERVER_OPTIONS;
    return new Experiments(store, collect, { log: new MemoryLog() });
  }

  /** Files of the bed that are followed; their faults are collected. */
  follow(...names: readonly string[]): FollowedCaptures {
    const failed: CaptureFailed = (_, error) =>
      this.faults.push(errorText(error));
    const paths = names.map((name) => this.path(name));
    return new FollowedCaptures(paths, this.target, failed);
  }

  /** Imports files of the bed as a process of its own would. */
  async import(
    names: string | readonly string[],
    options: ImportOptions = {},
    { store, stop = new AbortController().signal }: {
      readonly store?: Store;
      readonly stop?: AbortSignal;
    } = {},
  ): Promise<FileResult[]> {
    const results: FileResult[] = [];
    const files = new CaptureImport({
      experiments: this.experiments(store),
      limits: this.target.limits,
      again: false,
      ...options,
    });
    const paths = [names].flat().map((name) => this.path(name));
    await files.run(paths, stop, (result) => {
      results.push(result);
      this.faults.push(...result.faults.map(textWithHint));
    });
    return results;
  }

  [Symbol.dispose](): void {
    removeTempDir(this.root);
  }
}
