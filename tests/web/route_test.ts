import assert from "node:assert/strict";
import { test } from "node:test";
import { experimentPath, parsePath, tablePath } from "../../web/route.ts";

test("Each view has a path", () => {
  assert.deepEqual(parsePath("/"), { view: "home" });
  assert.deepEqual(parsePath("/status"), { view: "status" });
  assert.deepEqual(parsePath("/experiments"), { view: "experiments" });
  assert.deepEqual(parsePath("/experiments/a/"), {
    view: "experiment",
    experiment: "a",
  });
  assert.deepEqual(parsePath("/experiments/a/t"), {
    view: "table",
    experiment: "a",
    table: "t",
  });
});

test("Names with odd characters come back from their paths", () => {
  const experiment = "a b/c?d#é%";
  const table = "x_y&z";
  assert.deepEqual(parsePath(experimentPath(experiment)), {
    view: "experiment",
    experiment,
  });
  const [path = "", query] = tablePath(experiment, table, ["n&1"]).split("?");
  assert.deepEqual(parsePath(path), { view: "table", experiment, table });
  assert.deepEqual(new URLSearchParams(query).getAll("senders"), ["n&1"]);
});

test("A tab of an experiment is a query", () => {
  assert.equal(experimentPath("a", "rejects"), "/experiments/a?show=rejects");
});

test("Other paths are unknown", () => {
  for (const path of ["/x", "/status/x", "/experiments/a/b/c", "/%zz"]) {
    assert.deepEqual(parsePath(path), { view: "unknown" }, path);
  }
});
