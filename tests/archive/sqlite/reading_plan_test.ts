import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { SqliteArchive } from "../../../archive/sqlite/sqlite_archive.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** Too many for an exact plot, or for an index at once. */
const ROWS = 2_000_000;

/** Milliseconds that two indexes may take on a machine with other work. */
const INDEXED_MS = 90_000;

const directory = makeTempDir();
after(() => removeTempDir(directory));

// Row `i` is received at second `i / 1000`; two senders take turns.
before(() => {
  using database = new DatabaseSync(join(directory, "big.sq3"));
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "n" INTEGER);
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${ROWS})
    INSERT INTO app_m
      SELECT i, i % 2 + 1, i / 2, 2000 - i / 1000.0, i / 1000.0, i FROM c`);
});

/** Lends an archive that knows nothing yet. */
async function withArchive(
  use: (archive: SqliteArchive) => Promise<void>,
): Promise<void> {
  const archive = new SqliteArchive({ directory, inServer: false });
  try {
    await use(archive);
  } finally {
    await archive.close();
  }
}

const query = { columns: ["n"], width: 100 };

test("A plot of a large table is sampled evenly, and says so", () =>
  withArchive(async (archive) => {
    const { covered, from, to, lines, lastId } = await archive.series(
      ...["big", "app_m", query] as const,
    );
    assert.ok(covered > 0 && covered < 0.5, `${covered}`);
    assert.deepEqual([from, to, lastId], [0.001, ROWS / 1000, ROWS]);
    assert.deepEqual(lines.map(({ sender }) => sender), ["#1", "#2"]);
    for (const { times, min, max } of lines) {
      // On a busy machine there is time for fewer places.
      assert.ok(times.length > 8, `${times.length}`);
      times.forEach((time, i) => {
        const width = to / 100 + 0.1;
        assert.ok(Math.abs(Number(min[i]) / 1000 - time) < width);
        assert.ok(Math.abs(Number(max[i]) / 1000 - time) < width);
      });
    }
  }));

test("A part of the time is found at once, and exact when it is indexed", () =>
  withArchive(async (archive) => {
    for (const clock of ["server", "client"] as const) {
      const part = { ...query, clock, from: 1500.5, to: 1500.6 };
      let series = await archive.series("big", "app_m", part);
      assert.ok(series.covered > 0, `${series.covered}`);
      await waitFor("an exact answer", async () => {
        series = await archive.series("big", "app_m", part);
        return series.covered === 1 || `${series.covered}`;
      }, INDEXED_MS);
      const values = series.lines.flatMap(({ min, max }) => [...min, ...max]);
      const first = clock === "server" ? 1_500_500 : 499_400;
      const expected = Array.from({ length: 101 }, (_, i) => first + i);
      // Two rows share a pixel, its extremes are both of them.
      assert.deepEqual([...new Set(values)].sort(), expected);
    }
  }));
