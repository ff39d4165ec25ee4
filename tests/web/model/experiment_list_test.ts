import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ListedExperiment } from "../../../web/api/answers.ts";
import {
  FIRST_ORDER,
  type ListColumn,
  listed,
  listSummary,
  nextOrder,
} from "../../../web/model/experiment_list.ts";

function some(
  name: string,
  rest: Partial<ListedExperiment> = {},
): ListedExperiment {
  return { name, tables: 1, senders: 1, rows: 1, ...rest };
}

const LIVE = { clients: 1, queuedRows: 0, storedRows: 0 };

const EXPERIMENTS = [
  some("run-10", { lastRow: 10, bytes: 100 }),
  some("run-9", { lastRow: 30, rows: 5, live: LIVE }),
  some("Test", { lastRow: 20, senders: 4, live: LIVE }),
  some("empty", { tables: 0 }),
];

function names(column: ListColumn, isDown: boolean, text = ""): string[] {
  const rates = new Map([["run-9", 3], ["Test", 8]]);
  return listed(
    EXPERIMENTS,
    text,
    { column, isDown },
    (name) => rates.get(name),
  )
    .map(({ name }) => name);
}

describe("the list of experiments", () => {
  it("begins with what is live, in a steady order", () => {
    const { column, isDown } = FIRST_ORDER;
    assert.deepEqual(names(column, isDown), [
      "run-9",
      "Test",
      "run-10",
      "empty",
    ]);
  });

  it("is sorted by each column", () => {
    assert.deepEqual(names("name", false), [
      "empty",
      "run-9",
      "run-10",
      "Test",
    ]);
    assert.equal(names("rate", true)[0], "Test");
    assert.equal(names("senders", true)[0], "Test");
    assert.equal(names("rows", true)[0], "run-9");
    assert.equal(names("bytes", true)[0], "run-10");
    assert.equal(names("tables", false)[0], "empty");
  });

  it("is filtered by name, whatever the case", () => {
    assert.deepEqual(names("name", false, " TES "), ["Test"]);
    assert.deepEqual(names("name", false, "x"), []);
  });

  it("turns round at the second click on a head", () => {
    const first = nextOrder(FIRST_ORDER, "name");
    assert.deepEqual(first, { column: "name", isDown: false });
    assert.deepEqual(nextOrder(first, "name"), {
      column: "name",
      isDown: true,
    });
    assert.deepEqual(nextOrder(first, "rows"), {
      column: "rows",
      isDown: true,
    });
  });

  it("says how many are open", () => {
    assert.equal(listSummary(EXPERIMENTS), "4 experiments, 2 open");
    assert.equal(listSummary([some("a")]), "1 experiment");
  });
});
