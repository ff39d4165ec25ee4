import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { checkFlows, untilSettled } from "../../load/check.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const FLOWS = [
  { domain: "d", sender: "a", tuples: 10 },
  { domain: "d", sender: "b", tuples: 5 },
];
let directory = "";

/** Both senders' rows, and whatever `sql` does to them. */
function store(sql = ""): void {
  const database = new DatabaseSync(join(directory, "d.sq3"));
  const rows = FLOWS.flatMap(({ tuples }, sender) =>
    Array.from({ length: tuples }, (_, i) => `(${sender + 1}, ${i}, ${i})`)
  );
  database.exec(
    `CREATE TABLE _senders (name TEXT, id INTEGER);
    INSERT INTO _senders VALUES ('a', 1), ('b', 2);
    CREATE TABLE t (oml_sender_id INTEGER, oml_seq INTEGER, counter INTEGER);
    INSERT INTO t VALUES ${rows};
    ${sql}`,
  );
  database.close();
}

beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

test("rows that are all there are right", () => {
  store();
  assert.deepEqual(checkFlows(directory, "t", FLOWS), []);
});

test("a missing row is noticed", () => {
  store("DELETE FROM t WHERE oml_sender_id = 1 AND oml_seq = 9");
  const faults = checkFlows(directory, "t", FLOWS);
  assert(faults.includes("d: a: rows: 9, expected 10"));
  assert(faults.includes("d: a: last sequence number: 8, expected 9"));
  assert(!faults.some((fault) => fault.includes("d: b")));
});

test("a row that is there twice is noticed", () => {
  store("INSERT INTO t VALUES (2, 3, 3)");
  assert(
    checkFlows(directory, "t", FLOWS).includes("d: b: rows: 6, expected 5"),
  );
});

test("gaps and doubles that make up for each other are noticed", () => {
  store(
    `DELETE FROM t WHERE oml_sender_id = 1 AND oml_seq IN (1, 2);
    INSERT INTO t VALUES (1, 0, 0), (1, 3, 3)`,
  );
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [
    "d: a: different sequence numbers: 8, expected 10",
  ]);
});

test("a changed value is noticed", () => {
  store("UPDATE t SET counter = 7 WHERE oml_sender_id = 2 AND oml_seq = 0");
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [
    "d: b: sum of counters: 17, expected 10",
  ]);
});

test("a sender without any row is noticed", () => {
  store("DELETE FROM t WHERE oml_sender_id = 2");
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [
    "d: b: no rows, expected 5",
  ]);
});

test("a sender that sent nothing needs no row", () => {
  store();
  const idle = { domain: "d", sender: "c", tuples: 0 };
  assert.deepEqual(checkFlows(directory, "t", [...FLOWS, idle]), []);
});

test("a file that is missing, or no database, is noticed", () => {
  const path = join(directory, "d.sq3");
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [`${path} is missing`]);
  writeFileSync(path, "no database, but long enough to be taken for one");
  const [fault] = checkFlows(directory, "t", FLOWS);
  assert.match(fault, /d\.sq3 can't be read: /);
});

test("a database that is still written to is waited for, not for ever", async () => {
  writeFileSync(join(directory, "d.sq3-wal"), "");
  const start = Date.now();
  await untilSettled(directory, FLOWS, 100);
  assert(Date.now() - start >= 100);
  await untilSettled(directory, [], 60_000);
});
