import assert from "node:assert/strict";
import { test } from "node:test";
import { tableSection } from "../../../report/html/framed_table.ts";

function section(rows: number): string {
  return tableSection({
    ...{ title: "T", note: "n", name: "t", noun: "sender" },
    columns: [
      { name: "who", title: "Sender" },
      { name: "figure", title: "Count", label: "count" },
    ],
    rows: Array.from({ length: rows }, (_, i) => ({
      ...{ name: "r", cells: [`<${i}>`, i], tones: [undefined, "bad"] },
    })),
  }).text;
}

test("A row has a name, cells with labels, and the tones of cells", () => {
  assert.match(
    section(1),
    /<tr role="row" class="r"><th class="who" scope="row" role="rowheader">&lt;0&gt;<\/th><td class="figure bad" role="cell" data-label="count">0<\/td><\/tr>/,
  );
});

test("Up to forty rows are shown, more can be opened", () => {
  assert.doesNotMatch(section(40), /<details>/);
  const many = section(1_042);
  assert.match(many, /<details><summary>1,002 more senders<\/summary><table/);
  assert.equal(many.match(/<th class="who" scope="row"/g)?.length, 1_042);
  assert.match(section(41), />1 more sender</);
});
