import assert from "node:assert/strict";
import { test } from "node:test";
import { textTable } from "../../shared/text_table.ts";

test("Columns are as wide as necessary, with numbers right-aligned", () => {
  const columns = [{ title: "NAME" }, { title: "N", isNumber: true }, {
    title: "NOTE",
  }];
  const rows = [["a", "1,000", "x"], ["longer", "7", ""]];
  assert.equal(
    textTable(columns, rows),
    "NAME        N  NOTE\n" +
      "a       1,000  x\n" +
      "longer      7\n",
  );
});
