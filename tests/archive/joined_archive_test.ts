import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ArchiveError, NotFoundError } from "../../archive/errors.ts";
import { JoinedArchive } from "../../archive/joined_archive.ts";
import { SqliteArchive } from "../../archive/sqlite/sqlite_archive.ts";
import { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import { storeExperiment } from "../contracts/store_experiment.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

/** A directory with experiments of these names, each with one number. */
async function directoryWith(
  directory: string,
  ...experiments: readonly (readonly [name: string, value: number])[]
): Promise<SqliteArchive> {
  const abandon = new AbortController().signal;
  const options = { directory, journal: "delete", keepRejects: true } as const;
  const store = new SqliteStore({ ...options, abandon }, new MemoryLog());
  for (const [name, value] of experiments) {
    const row = { sender: "s", seq: 1, client: 1, server: 1, values: [value] };
    const tables = [{ schema: "1 app_m n:int32", rows: [row] }];
    await storeExperiment(store, { name, senders: ["s"], tables });
  }
  return new SqliteArchive({ directory, inServer: false });
}

async function twoDirectories(
  use: (archive: JoinedArchive, missing: string) => Promise<void>,
): Promise<void> {
  const directories = [makeTempDir(), makeTempDir()];
  const missing = join(makeTempDir(), "missing");
  const archive = new JoinedArchive([
    await directoryWith(directories[0], ["b", 1], ["c", 2]),
    new SqliteArchive({ directory: missing, inServer: false }),
    await directoryWith(directories[1], ["b", 3], ["a", 4]),
  ]);
  try {
    await use(archive, missing);
  } finally {
    await archive.close();
    directories.forEach(removeTempDir);
  }
}

test("The experiments of all archives are one list; equal names get a number", () =>
  twoDirectories(async (archive, missing) => {
    const all = await archive.experiments();
    assert.deepEqual(
      all.map(({ name }) => name),
      [missing, "a", "b", "b (2)", "c"],
    );
    const faults = all.filter(({ fault }) => fault !== undefined);
    assert.deepEqual(faults.map(({ name }) => name), [missing]);
    assert.ok(archive.place.includes(missing));
  }));

test("Each question goes to the archive of its experiment", () =>
  twoDirectories(async (archive) => {
    const series = { columns: ["n"], width: 10 };
    for (const [name, value] of Object.entries({ "b": 1, "b (2)": 3, a: 4 })) {
      const { values } = await archive.rows(name, "app_m", { limit: 1 });
      assert.deepEqual(values, { n: [value] });
      const { lines } = await archive.series(name, "app_m", series);
      assert.deepEqual(lines[0].min, [value]);
      assert.equal((await archive.describe(name)).name, name);
      assert.deepEqual((await archive.activity(name)).rejects, []);
      const rejects = await archive.rejects(name, { limit: 1 });
      assert.deepEqual(rejects.samples, []);
    }
    const spectra = { column: "n", width: 10, bins: 4 };
    await assert.rejects(
      archive.spectra("a", "app_m", spectra),
      /no column "n" of kind vector/,
    );
    await assert.rejects(archive.describe("b (3)"), NotFoundError);
  }));

test("What one archive can't answer is its error", () =>
  twoDirectories(async (archive, missing) => {
    await archive.experiments();
    await assert.rejects(archive.describe(missing), ArchiveError);
  }));
