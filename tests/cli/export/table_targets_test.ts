import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { tableTargets } from "../../../cli/export/table_targets.ts";
import { ExportError } from "../../../export/errors.ts";
import { textWithHint } from "../../../shared/hint_error.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

const shape = (name: string) => ({ name, rows: 0, columns: [] });

function describe(...tables: string[]) {
  return { name: "lab", senders: [], metadata: [], tables: tables.map(shape) };
}

/** The directory, and the paths of the tables. */
function targets(names: string[], tables: string[], to: string) {
  const found = tableTargets(describe(...names), { tables, to }, "csv");
  return [
    found.directory,
    ...found.tables.map(({ shape, path }) => [shape.name, path]),
  ];
}

function fault(names: string[], tables: string[], to: string): string {
  try {
    targets(names, tables, to);
  } catch (error) {
    assert.ok(error instanceof ExportError);
    return textWithHint(error);
  }
  assert.fail("It was accepted");
}

test("One table goes to the standard output or a file", () => {
  assert.deepEqual(targets(["a"], [], "-"), [undefined, ["a", "-"]]);
  assert.deepEqual(targets(["a", "b"], ["b"], "x.csv"), [undefined, [
    ...["b", "x.csv"],
  ]]);
});

test("A directory gets a file for each table, in the order asked for", () => {
  assert.deepEqual(targets(["a", "b"], [], "out"), [
    ...["out", ["a", join("out", "a.csv")], ["b", join("out", "b.csv")]],
  ]);
  assert.deepEqual(targets(["a", "b"], ["b", "a"], "out").slice(1), [
    ...[["b", join("out", "b.csv")], ["a", join("out", "a.csv")]],
  ]);
  assert.deepEqual(targets(["a"], [], directory), [
    ...[directory, ["a", join(directory, "a.csv")]],
  ]);
  assert.deepEqual(targets(["a"], [], "new/")[1], ["a", join("new", "a.csv")]);
});

test("No name of a table leads out of the directory", () => {
  assert.deepEqual(targets(["../a/b", ".."], [], "out").slice(1), [
    ["../a/b", join("out", "__a_b.csv")],
    ["..", join("out", "_.csv")],
  ]);
});

test("What can't be written says what to do", () => {
  assert.equal(
    fault(["a", "b"], ["c"], "-"),
    'Cannot export lab: no table "c"; its tables are a, b',
  );
  assert.equal(
    fault(["a", "b"], [], "-"),
    "Cannot write 2 tables to the standard output; give a directory with " +
      "--to, or name one of a, b",
  );
  assert.equal(fault([], [], "-"), "Cannot export lab: it has no tables");
});
