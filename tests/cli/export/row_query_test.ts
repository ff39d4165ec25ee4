import assert from "node:assert/strict";
import { test } from "node:test";
import { rowQuery } from "../../../cli/export/row_query.ts";
import { ExportError } from "../../../export/errors.ts";
import { textWithHint } from "../../../shared/hint_error.ts";

const lab = {
  name: "lab",
  senders: [{ id: 1, name: "n1" }, { id: 2, name: "n2" }],
  ...{ tables: [], metadata: [], startTime: 1_000 },
};
const all = { since: undefined, until: undefined, senders: [] };

test("Without flags, all rows are meant", () => {
  assert.deepEqual(rowQuery(lab, all), {});
});

test("Dates become seconds since the start", () => {
  const since = { sinceStart: -1 };
  const until = { unix: 1_002.5, text: "1970-01-01T00:16:42.5" };
  assert.deepEqual(rowQuery(lab, { since, until, senders: ["n2"] }), {
    ...{ from: -1, to: 2.5, senders: ["n2"] },
  });
});

test("An unknown sender and an unknown start are errors", () => {
  const fault = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      assert.ok(error instanceof ExportError);
      return textWithHint(error);
    }
    assert.fail("It was accepted");
  };
  assert.equal(
    fault(() => rowQuery(lab, { ...all, senders: ["n1", "x"] })),
    'Cannot export lab: no sender "x"; its senders are n1, n2',
  );
  const until = { unix: 0, text: "1970-01-01" };
  const { startTime: _, ...timeless } = lab;
  assert.equal(
    fault(() => rowQuery(timeless, { ...all, until })),
    "The start of lab is unknown: no client gave it; write seconds since " +
      "the start instead of 1970-01-01",
  );
});
