import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { TableDigest } from "../../../archive/digest/table_digest.ts";
import { findTable, readCatalogue } from "../../../archive/sqlite/catalogue.ts";
import { ReadDatabase } from "../../../archive/sqlite/read_database.ts";
import { addTail, readTail } from "../../../archive/sqlite/table_tail.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** Two senders, 100 and 10 rows per second, for 500 seconds. */
const ROWS = 55_000;
const SECONDS = 500;

const directory = makeTempDir();
const path = join(directory, "e.sq3");
after(() => removeTempDir(directory));

before(() => {
  using database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = OFF;
    CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL);
    WITH RECURSIVE c(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${ROWS})
    INSERT INTO app_m SELECT i, i % 11 = 0, i, i / 110.0, i / 110.0 FROM c`);
});

/** The cells at `now` if the rows up to `counted` are counted. */
function cellsAt(now: number, counted: number) {
  using database = new ReadDatabase(path);
  const catalogue = readCatalogue(database);
  const { senders } = catalogue;
  const digest = new TableDigest();
  for (let i = 1; i <= counted; i++) {
    digest.add(Number(i % 11 === 0), i, i / 110, i / 110);
  }
  const name = (id: number) => senders.name(id);
  const table = findTable(catalogue, "app_m");
  const ids = { from: 1, to: ROWS };
  const tail = readTail(database, { uncounted: { table, ids }, senders, now });
  return addTail(digest.cells({ table: "app_m", name, now }), tail);
}

for (
  const [part, counted] of [["nothing", 0], ["half", ROWS / 2], [
    "all but the last second",
    ROWS - 110,
  ], ["all but one row", ROWS - 1]] as const
) {
  test(`The rate is right if ${part} is counted`, () => {
    const cells = cellsAt(SECONDS, counted);
    const rates = cells.map(({ sender, rate }) => [sender, Math.round(rate)]);
    assert.deepEqual(
      rates.sort(([a], [b]) => a < b ? -1 : 1),
      [["#0", 100], ["#1", 10]],
    );
    for (const { last, lastSeq } of cells) {
      assert.ok(last > SECONDS - 0.2 && lastSeq > ROWS - 20);
    }
  });
}

test("The rate falls when nothing arrives any more", () => {
  const rate = (now: number) =>
    cellsAt(now, ROWS - 50).find(({ sender }) => sender === "#0")?.rate ?? -1;
  assert.equal(Math.round(rate(SECONDS + 5)), 50);
  assert.equal(rate(SECONDS + 20), 0);
});
