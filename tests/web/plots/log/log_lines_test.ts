import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rows } from "../../../../archive/rows.ts";
import { LogLines } from "../../../../web/plots/log/log_lines.ts";

const NOTE = { name: "note", type: "string", kind: "text" } as const;
const RAW = { name: "raw", type: "blob", kind: "blob" } as const;

test("rows that are known already are left out", () => {
  const log = new LogLines();
  log.add(rowsOf(1, ["a", "b"]), [NOTE], "server");
  log.add(rowsOf(2, ["b", "c"]), [NOTE], "server");
  assert.deepEqual(log.lines.map(({ id, cells }) => `${id} ${cells}`), [
    "1 a",
    "2 b",
    "3 c",
  ]);
  assert.equal(log.lastId, 3);
  assert.equal(log.version, 2);
});

test("each column has a cell", () => {
  const log = new LogLines();
  log.add(rowsOf(1, ["a"]), [NOTE, RAW], "client");
  assert.deepEqual(log.lines[0].cells, ["a", "–"]);
  assert.equal(log.lines[0].time, null);
});

test("only the latest lines are kept", () => {
  const log = new LogLines(2);
  log.add(rowsOf(1, ["a", "b", "c"]), [NOTE], "server");
  assert.deepEqual(log.lines.map(({ cells }) => cells), [["b"], ["c"]]);
});

test("a filter finds texts and senders, in any case", () => {
  const log = new LogLines();
  log.add(rowsOf(1, ["Error: disk", "fine", "error"]), [NOTE], "server");
  const found = (text: string, hidden: string[] = []) =>
    log.matching({ text, hidden: new Set(hidden) }).map(({ id }) => id);
  assert.deepEqual(found(" ERROR "), [1, 3]);
  assert.deepEqual(found("N2"), [2]);
  assert.deepEqual(found("", ["n1"]), [2, 3]);
  assert.equal(log.matching({ text: "", hidden: new Set() }), log.lines);
});

function rowsOf(first: number, notes: readonly string[]): Rows {
  return {
    ids: notes.map((_, at) => first + at),
    senders: notes.map((_, at) => `n${first + at}`),
    seqs: notes.map((_, at) => at),
    client: notes.map(() => null),
    server: notes.map((_, at) => at),
    values: { note: notes },
    lastId: first + notes.length - 1,
    more: false,
  };
}
