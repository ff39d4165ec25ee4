import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../_support/random.ts";
import {
  arrive,
  measure,
  reportOn,
  textsOf,
} from "../_support/sample_experiment.ts";

const nodes = (count: number) =>
  Array.from({ length: count }, (_, i) => `node${i + 1}`);

test("A known sender without any row is silent", async () => {
  const rows = arrive(...nodes(3).map((sender) => measure({ sender })));
  const rejects = [{ sender: "node9", time: 3, reason: "no number" }];
  const senders = ["node8", "node9"];
  const report = await reportOn(rows, { senders, rejects });
  assert.deepEqual(textsOf(report, "no tuples"), [
    "node8: no tuple is stored",
    "node9: no tuple is stored, all samples were rejected",
  ]);
  assert.equal(report.totals.senders, 5);
});

test("A sender without rows in a table of most of its peers is silent there", async () => {
  const report = await reportOn(arrive(
    ...nodes(5).map((sender) => measure({ sender, table: "cpu" })),
    ...nodes(4).map((sender) => measure({ sender, table: "radio" })),
  ));
  assert.deepEqual(textsOf(report), [
    "node5 radio: no tuple is stored; 4 of 4 others have some",
  ]);
});

test("Senders with another task have other tables", async () => {
  const report = await reportOn(arrive(
    ...nodes(8).map((sender) => measure({ sender, table: "cpu" })),
    // Two access points, and a controller.
    ...nodes(2).map((sender) => measure({ sender, table: "stations" })),
    measure({ sender: "controller", table: "commands" }),
  ));
  assert.deepEqual(textsOf(report), []);
});

test("A sender that stops long before the others ends early", async () => {
  const report = await reportOn(arrive(
    ...nodes(4).map((sender) => measure({ sender })),
    measure({ sender: "node7", tuples: 343 }),
  ));
  assert.deepEqual(textsOf(report), [
    "node7: silent since 10:05:42 UTC, 4 min 17 s before the others end",
  ]);
  const [{ severity, table, from, to }] = report.findings;
  assert.deepEqual([severity, table, from, to], ["missing", null, 342, 599]);
});

test("A sender that stops in one of its tables ends early there", async () => {
  const report = await reportOn(arrive(
    ...nodes(4).map((sender) => measure({ sender, table: "a" })),
    ...nodes(3).map((sender) => measure({ sender, table: "b" })),
    measure({ sender: "node4", table: "b", tuples: 100 }),
  ));
  assert.deepEqual(textsOf(report), [
    "node4 b: silent since 10:01:39 UTC, 8 min 20 s before the others end",
  ]);
});

test("Of two senders the one that stops first ends early", async () => {
  const report = await reportOn(arrive(
    measure({ sender: "a" }),
    measure({ sender: "b", tuples: 500 }),
  ));
  assert.deepEqual(textsOf(report).map((text) => text.slice(0, 15)), [
    "b: silent since",
  ]);
});

test("Senders that are stopped one after the other do not end early", async () => {
  const report = await reportOn(arrive(
    ...nodes(12).map((sender, i) => measure({ sender, tuples: 600 - 5 * i })),
  ));
  assert.deepEqual(textsOf(report), []);
});

test("A slow sender does not end early at its last tuple", async () => {
  const report = await reportOn(arrive(
    ...nodes(3).map((sender) => measure({ sender })),
    measure({ sender: "slow", tuples: 10, interval: 60 }),
  ));
  assert.deepEqual(textsOf(report), []);
});

test("A late start is only noted", async () => {
  const report = await reportOn(arrive(
    ...nodes(3).map((sender) => measure({ sender })),
    measure({ sender: "node7", from: 100, tuples: 500 }),
  ));
  assert.deepEqual(textsOf(report), [
    "node7: begins at 10:01:40 UTC, 1 min 40 s after the others",
  ]);
  assert.equal(report.verdict.state, "complete");
});

test("A table without rows is noted", async () => {
  const rows = measure({ sender: "a" });
  const report = await reportOn(rows, { tables: ["empty"] });
  assert.deepEqual(textsOf(report), ["empty: no tuple is stored, by nobody"]);
  assert.equal(report.verdict.state, "complete");
});

test("The end of a sender at irregular times is only noted", async () => {
  const random = new Random(5);
  const events = (sender: string, length: number) => {
    let server = 0;
    return Array.from({ length }, (_, i) => {
      server += -10 * Math.log(1 - random.next());
      return { sender, seq: i + 1, client: server, server };
    });
  };
  const report = await reportOn(arrive(
    ...nodes(5).map((sender) => measure({ sender, tuples: 3_600 })),
    events("events", 120),
  ));
  assert.deepEqual(
    report.findings.map(({ kind, severity }) => [kind, severity]),
    [["early end", "note"]],
  );
});

test("A sender with few tuples ends early as others do not", async () => {
  const few = (sender: string, tuples: number) =>
    measure({ sender, tuples, interval: 60 });
  const report = await reportOn(
    arrive(few("a", 9), few("b", 9), few("c", 9), few("once", 1), few("d", 8)),
  );
  assert.deepEqual(textsOf(report), [
    "once: silent since 10:00:00 UTC, 8 min before the others end",
  ]);
});
