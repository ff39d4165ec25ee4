import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrive,
  measure,
  reportOn,
  type SampleExtras,
  type SampleRow,
} from "./_support/sample_experiment.ts";

async function verdict(
  rows: readonly SampleRow[],
  extras: SampleExtras = {},
) {
  return (await reportOn(rows, extras)).verdict;
}

const nodes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `node${from + i}`);
const good = nodes(1, 6).map((sender) => measure({ sender }));

test("A clean run is complete", async () => {
  assert.deepEqual(await verdict(arrive(...good)), {
    state: "complete",
    text: "complete: 6 senders, 1 table, 3,600 tuples, no gaps",
  });
});

test("What is missing is named in one line, then what is wrong", async () => {
  const rows = arrive(
    ...good,
    measure({ sender: "node7", tuples: 164 }),
    measure({ sender: "a" }).filter(({ seq }) => seq < 30 || seq > 64),
    measure({ sender: "b" }).filter(({ seq }) => seq !== 5 && seq !== 9),
    measure({ sender: "c", clock: (server) => server + 90 }),
  );
  const unkept = [{ sender: "a", reason: "no number", count: 12 }];
  const { state, text } = await verdict(rows, { unkept, senders: ["d"] });
  assert.equal(state, "incomplete");
  assert.equal(
    text,
    "incomplete: 37 tuples missing from 2 senders, nothing stored from d, " +
      "node7 silent since 10:02:43 UTC, a silent for 36 s, 12 samples " +
      "rejected from a; clock of c +90.0 s",
  );
});

test("Of many senders a few are named", async () => {
  const early = nodes(7, 10).map((sender) => measure({ sender, tuples: 99 }));
  const off = nodes(11, 12).map((sender) =>
    measure({ sender, clock: (server) => server - 30 })
  );
  const { text } = await verdict(arrive(...good, ...early, ...off));
  assert.equal(
    text,
    "incomplete: node7, node8 and 2 others silent before the end; " +
      "clocks of node11 and node12 off",
  );
});

test("A run in which nothing is missing can have flaws", async () => {
  const twice = measure({ sender: "x" });
  const piece = twice.slice(100, 103).map((row) => ({ ...row, server: 200 }));
  assert.deepEqual(
    await verdict(arrive(...good, [...twice, ...piece])),
    {
      state: "flawed",
      text: "complete, but 3 tuples stored twice from x",
    },
  );
});

test("A sender that is silent in two tables is named once", async () => {
  const rows = ["a", "b"].flatMap((table, i) =>
    measure({ sender: "x", table, tuples: 100 }).map((row) => {
      const server = row.seq + (row.seq > 50 ? 60 + 30 * i : 0);
      return { ...row, client: server, server };
    })
  );
  assert.equal(
    (await verdict(rows)).text,
    "incomplete: x silent for 1 min 31 s",
  );
});

test("A run without tuples is not complete", async () => {
  for (const extras of [{}, { senders: ["a"], tables: ["t"] }]) {
    assert.deepEqual(await verdict([], extras), {
      state: "incomplete",
      text: "incomplete: no tuple is stored",
    });
  }
});
