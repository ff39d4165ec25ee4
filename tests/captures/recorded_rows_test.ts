import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { headers } from "../_support/hello.ts";
import { column, query } from "../_support/sqlite.ts";
import { CaptureBed } from "./_support/capture_bed.ts";
import { readAll } from "./_support/read_all.ts";

const SCHEMAS = ["1 app_m v:int32", "2 _oml2_arrivals stream:uint32"];

const TUPLES = [
  ...["0.5\t1\t1\t10", "bad", "7.25\t2\t2\t1", "0.6\t1\t2\t11"],
  ...["0.7\t1\t3\t12", "9.5\t2\t4\t1", "bad", "0.8\t1\t4\t13", ""],
].join("\n");

function tablesOf(bed: CaptureBed): unknown[] {
  const names = "SELECT name FROM sqlite_master WHERE type = 'table'";
  return column(bed.database("a"), names);
}

/** Headers that name the stream with the times of arrival. */
function marked(startTime = 1000): string {
  const line = "oml2-arrivals: 2\ncontent:";
  return headers({ domain: "a", schemas: SCHEMAS, startTime })
    .replace("content:", line);
}

function stored(bed: CaptureBed): unknown[] {
  return query(
    bed.database("a"),
    "SELECT oml_seq AS seq, oml_ts_client AS client, oml_ts_server AS server " +
      "FROM app_m ORDER BY oml_tuple_id",
  );
}

const ROWS = [
  { seq: 1, client: 0.5, server: 0.5 },
  { seq: 2, client: 0.6, server: 7.25 },
  { seq: 3, client: 0.7, server: 7.25 },
  { seq: 4, client: 0.8, server: 9.5 },
];

test("Tuples have the last time of arrival before them, which is not stored as a tuple", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), marked() + TUPLES);
  const [{ tuples, rejected }] = await bed.import("a.oml");
  assert.deepEqual(bed.faults, []);
  assert.deepEqual([tuples, rejected], [4, 2]);
  assert.deepEqual(stored(bed), ROWS);
  assert.deepEqual(
    query(bed.database("a"), "SELECT oml_ts_server AS at FROM _oml_rejected"),
    [{ at: 0.5 }, { at: 9.5 }],
  );
  assert.ok(!tablesOf(bed).includes("_oml2_arrivals"));
});

test("Captures that are followed have them, too", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), marked() + TUPLES);
  await readAll(bed.follow("a.oml"));
  assert.deepEqual(stored(bed), ROWS);
});

test("An import that continues knows the last time of arrival", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), marked() + TUPLES);
  await bed.import("a.oml");
  appendFileSync(bed.path("a.oml"), "0.9\t1\t5\t14\n");
  const [{ tuples }] = await bed.import("a.oml");
  assert.equal(tuples, 1);
  assert.deepEqual(stored(bed), [
    ...ROWS,
    { seq: 5, client: 0.9, server: 9.5 },
  ]);
});

test("They count from the start in the headers", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), marked());
  writeFileSync(bed.path("b.oml"), marked(1003) + TUPLES);
  await bed.import(["a.oml", "b.oml"]);
  assert.deepEqual(
    stored(bed),
    ROWS.map(({ seq, client, server }) => ({
      ...{ seq, client: client + 3, server: server + 3 },
    })),
  );
});

test("Without the header the stream is a table", async () => {
  using bed = new CaptureBed();
  const plain = headers({ domain: "a", schemas: SCHEMAS });
  writeFileSync(bed.path("a.oml"), plain + TUPLES);
  const [{ tuples }] = await bed.import("a.oml");
  assert.equal(tuples, 6);
  assert.ok(tablesOf(bed).includes("_oml2_arrivals"));
});
