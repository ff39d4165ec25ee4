import assert from "node:assert/strict";
import { test } from "node:test";
import { textReport } from "../../../report/format/text_report.ts";
import { arrive, measure, reportOn } from "../_support/sample_experiment.ts";

test("A report as text", async () => {
  const rows = arrive(
    measure({ sender: "node1", tuples: 640 }),
    measure({ sender: "node2", tuples: 640 })
      .filter(({ seq }) => seq < 320 || seq > 330),
    measure({
      ...{ sender: "node3", tuples: 640 },
      clock: (server) => server + 90,
    }),
  );
  const rejects = [{ sender: "node1", time: 7, reason: "no number" }];
  const lines = textReport(await reportOn(rows, { rejects })).split("\n");
  assert.deepEqual(lines, [
    "lab: incomplete: 11 tuples missing from node2, node2 silent for 12 s, 1 " +
    "sample rejected from node1; clock of node3 +90.0 s",
    "",
    "/srv/oml/lab.sq3",
    "2026-11-30 10:00:00 UTC to 10:10:39 UTC (10 min): 3 senders, 1 table, " +
    "1,909 tuples",
    "",
    "FINDING  SENDER  TABLE",
    "MISSING  node2   app_m  11 tuples missing: 320–330 between 10:05:18 UTC " +
    "and 10:05:30 UTC",
    "MISSING  node2   app_m  silent for 12 s from 10:05:18 UTC; usual are 1 s",
    "MISSING  node1          1 sample rejected: 1 × no number",
    "WRONG    node3          the clock is at least 90.0 s ahead of the server's",
    "",
    "app_m: 1,909 tuples of 3 senders",
    "SENDER  TUPLES OVER TIME      TUPLES  RATE      FROM        TO  MISSING  " +
    "TWICE  LONGEST SILENCE",
    "node1   ████████████████████     640   1/s  10:00:00  10:10:39        0  " +
    "    0  1 s from 10:00:00 UTC",
    "node2   ██████████▆█████████     629   1/s  10:00:00  10:10:39       11  " +
    "    0  12 s from 10:05:18 UTC",
    "node3   ████████████████████     640   1/s  10:00:00  10:10:39        0  " +
    "    0  1 s from 10:00:00 UTC",
    "",
    "REJECTED SAMPLES OF  COUNT      FROM        TO  REASON",
    "node1                    1  10:00:07  10:00:07  no number",
    "",
    "CLOCK OF   OFFSET  ± ABOUT  DRIFT (99 % CONFIDENCE)",
    "node1       −1 ms   < 1 ms  0 ppm",
    "node2       −1 ms   < 1 ms  0 ppm",
    "node3     +90.0 s   < 1 ms  0 ppm",
    "",
  ]);
});

test("Long lists are cut, those with faults come first", async () => {
  const nodes = Array.from({ length: 50 }, (_, i) => `node${i}`);
  const rows = nodes.flatMap((sender) => measure({ sender, tuples: 30 }));
  const bad = rows.filter(({ sender, seq }) =>
    sender !== "node49" || seq !== 9
  );
  const text = textReport(await reportOn(bad));
  const [, table] = text.split("\napp_m: ");
  assert.match(table, /\n[^\n]*\nnode49 [^\n]*\nnode0 /);
  assert.match(table, /\(10 more: use --format html or json\)\n/);
  assert.doesNotMatch(table, /node45/);
});

test("Names can't forge lines or control a terminal", async () => {
  const sender = "a\nlab: complete\x1b[2J";
  const text = textReport(await reportOn(measure({ sender }).slice(5)));
  assert.ok(!text.includes("\nlab: complete") && !text.includes("\x1b"));
  assert.match(text, /a\\x0alab/);
});
