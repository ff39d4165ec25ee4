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

/** The rows of both senders, changed by `sql`. */
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

test("A check accepts complete rows", () => {
  store();
  assert.deepEqual(checkFlows(directory, "t", FLOWS), []);
});

test("A check detects a missing row", () => {
  store("DELETE FROM t WHERE oml_sender_id = 1 AND oml_seq = 9");
  const faults = checkFlows(directory, "t", FLOWS);
  assert(faults.includes("d: a: rows: 9, expected 10"));
  assert(faults.includes("d: a: last sequence number: 8, expected 9"));
  assert(!faults.some((fault) => fault.includes("d: b")));
});

test("A check detects a duplicate row", () => {
  store("INSERT INTO t VALUES (2, 3, 3)");
  assert(
    checkFlows(directory, "t", FLOWS).includes("d: b: rows: 6, expected 5"),
  );
});

test("A check detects gaps and duplicates that cancel out", () => {
  store(
    `DELETE FROM t WHERE oml_sender_id = 1 AND oml_seq IN (1, 2);
    INSERT INTO t VALUES (1, 0, 0), (1, 3, 3)`,
  );
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [
    "d: a: different sequence numbers: 8, expected 10",
  ]);
});

test("A check detects a changed value", () => {
  store("UPDATE t SET counter = 7 WHERE oml_sender_id = 2 AND oml_seq = 0");
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [
    "d: b: sum of counters: 17, expected 10",
  ]);
});

test("A check detects a sender without rows", () => {
  store("DELETE FROM t WHERE oml_sender_id = 2");
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [
    "d: b: no rows, expected 5",
  ]);
});

test("A check expects no row of a sender that sent nothing", () => {
  store();
  const idle = { domain: "d", sender: "c", tuples: 0 };
  assert.deepEqual(checkFlows(directory, "t", [...FLOWS, idle]), []);
});

test("A check detects a missing file, and one that is not a database", () => {
  const path = join(directory, "d.sq3");
  assert.deepEqual(checkFlows(directory, "t", FLOWS), [`${path} is missing`]);
  writeFileSync(path, "not a database, but long enough to be read as one");
  const [fault] = checkFlows(directory, "t", FLOWS);
  assert.match(fault, /d\.sq3 can't be read: /);
});

test("A check waits for a database that is still written to, but not indefinitely", async () => {
  writeFileSync(join(directory, "d.sq3-wal"), "");
  const start = Date.now();
  await untilSettled(directory, FLOWS, 100);
  assert(Date.now() - start >= 100);
  await untilSettled(directory, [], 60_000);
});
