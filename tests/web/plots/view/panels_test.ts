import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnShape } from "../../../../archive/archive.ts";
import {
  canJoin,
  chosenColumns,
  columnTitle,
  isLine,
  isText,
  panelsFor,
} from "../../../../web/plots/view/panels.ts";

const COLUMNS: readonly ColumnShape[] = [
  { name: "note", type: "string", kind: "text" },
  { name: "on", type: "bool", kind: "boolean" },
  { name: "a", type: "double", kind: "number", unit: "W" },
  { name: "b", type: "double", kind: "number", unit: "W" },
  { name: "c", type: "double", kind: "number", unit: "V" },
  { name: "raw", type: "blob", kind: "blob" },
  { name: "psd", type: "vector(double)", kind: "vector" },
];

test("without a choice the first numbers and booleans are shown", () => {
  assert.deepEqual(namesOf(chosenColumns(COLUMNS, [])), ["on", "a", "b"]);
  assert.deepEqual(namesOf(chosenColumns(COLUMNS, ["gone"])), ["on", "a", "b"]);
  const other = COLUMNS.filter((column) => !isLine(column));
  assert.deepEqual(namesOf(chosenColumns(other, [])), ["psd"]);
  const texts = other.filter(isText);
  assert.deepEqual(namesOf(chosenColumns(texts, [])), namesOf(texts));
  assert.deepEqual(chosenColumns([], []), []);
});

test("chosen columns keep the order of the table", () => {
  assert.deepEqual(namesOf(chosenColumns(COLUMNS, ["c", "note"])), [
    "note",
    "c",
  ]);
});

test("each column has a panel, and texts share a log", () => {
  assert.deepEqual(shapesOf(panelsFor(COLUMNS, false)), [
    "steps on",
    "lines a",
    "lines b",
    "lines c",
    "heat psd",
    "log note,raw",
  ]);
});

test("columns of the same unit can share a panel", () => {
  assert.deepEqual(shapesOf(panelsFor(COLUMNS, true)).slice(1, 3), [
    "lines a,b",
    "lines c",
  ]);
  assert.equal(canJoin(COLUMNS), true);
  assert.equal(canJoin(COLUMNS.slice(0, 3)), false);
});

test("titles show the unit", () => {
  assert.equal(columnTitle(COLUMNS[2]), "a [W]");
  assert.equal(columnTitle(COLUMNS[0]), "note");
});

function namesOf(columns: readonly ColumnShape[]): string[] {
  return columns.map(({ name }) => name);
}

function shapesOf(panels: ReturnType<typeof panelsFor>): string[] {
  return panels.map(({ kind, columns }) =>
    `${kind} ${namesOf(columns).join()}`
  );
}
