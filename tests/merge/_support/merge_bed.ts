import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Merged, mergeParts } from "../../../merge/merge.ts";
import { Part } from "../../../merge/part.ts";
import type { MergeProgress } from "../../../merge/progress.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { SqliteExperiment } from "../../../stored/sqlite/sqlite_experiment.ts";
import { compareExperiments } from "../../../verify/compare_experiments.ts";
import type { ExperimentReport } from "../../../verify/report.ts";
import type { SeedExperiment } from "../../_support/archive_seed.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";

/** Data directories of several servers. */
export class MergeBed implements Disposable {
  readonly #root = makeTempDir();

  /** The path of a file of the bed. */
  path(...parts: readonly string[]): string {
    return join(this.#root, ...parts);
  }

  /** Stores an experiment as the server called `server` does. */
  async store(server: string, seed: SeedExperiment): Promise<string> {
    const directory = this.path(server);
    mkdirSync(directory, { recursive: true });
    const store = new SqliteStore({
      ...{ directory, journal: "delete", keepRejects: true },
      abandon: new AbortController().signal,
    }, new MemoryLog());
    await storeExperiment(store, seed);
    await store.close();
    return join(directory, `${seed.name}.sq3`);
  }

  /** Merges parts into the file called `to`. */
  async merge(
    paths: readonly string[],
    to: string,
    { keepAll = false, signal = new AbortController().signal } = {},
  ): Promise<Merged> {
    const parts: Part[] = [];
    try {
      for (const path of paths) parts.push(await Part.open(path));
      const progress: MergeProgress = { table: "", read: 0, repeated: 0 };
      return await mergeParts(parts, { to, keepAll, signal, progress });
    } finally {
      for (const part of parts) await part[Symbol.asyncDispose]();
    }
  }

  [Symbol.dispose](): void {
    removeTempDir(this.#root);
  }
}

/** Compares everything of two files. */
export async function compareFiles(
  one: string,
  other: string,
): Promise<ExperimentReport> {
  await using a = await SqliteExperiment.open("x", one);
  await using b = await SqliteExperiment.open("x", other);
  return await compareExperiments({ a, b }, {
    ...{ serverTime: true, rejects: true, tolerances: [], examples: 3 },
    progress: { subject: "", step: "compare", rows: 0 },
  });
}

/** What differs in a report; nothing if both are the same. */
export function differences(
  { senders, metadata, schemas, tables, counts, rejects }: ExperimentReport,
): unknown[] {
  return [
    ...[...senders.a, ...senders.b, ...metadata, ...schemas, ...counts],
    ...tables.filter(({ isSame }) => !isSame),
    ...rejects === undefined || rejects.isSame ? [] : [rejects],
  ];
}
