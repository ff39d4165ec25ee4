import assert from "node:assert/strict";
import { test } from "node:test";
import { TimeAxis } from "../../../report/html/time_axis.ts";
import { measure, reportOn } from "../_support/sample_experiment.ts";

async function axisOf(startTime?: null) {
  const rows = measure({ sender: "a", tuples: 3_600 });
  const report = await reportOn(rows, startTime === null ? { startTime } : {});
  return new TimeAxis(report.axis ?? assert.fail(), report);
}

test("The labels are round times in UTC, within the axis", async () => {
  const { labels, name } = await axisOf();
  assert.match(name, /UTC/);
  assert.deepEqual(labels.map(({ text }) => text), [
    ...["10:00", "10:15", "10:30", "10:45", "11:00"],
  ]);
  assert.ok(labels.every(({ at }) => at >= 0 && at <= 1));
});

test("Without a start the labels are times since the beginning", async () => {
  const { labels, name } = await axisOf(null);
  assert.match(name, /since the start/);
  assert.equal(labels[1].text, "15:00");
});

test("Times beyond the axis are at its ends", async () => {
  const axis = await axisOf();
  assert.equal(axis.slot(-100), 0);
  assert.equal(axis.slot(1e9), axis.axis.slots);
  assert.equal(axis.slot(64), 2);
});
