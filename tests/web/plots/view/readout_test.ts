import assert from "node:assert/strict";
import { test } from "node:test";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";
import { lastValues, valuesAt } from "../../../../web/plots/view/readout.ts";

const RANGE = { from: 0, to: 100 };

test("the values at the cursor are those near it", () => {
  const line = lineOf([[10, 1], [20, 2]]);
  assert.deepEqual(valuesAt(line, 11, RANGE), { time: 10, low: 1, high: 1 });
  assert.equal(valuesAt(line, 15, RANGE), undefined);
});

test("the last values are not later than the shown time, nor a gap", () => {
  const line = lineOf([[10, 1], [20, NaN], [200, 3]]);
  assert.equal(lastValues(line, RANGE)?.low, 1);
  assert.equal(lastValues(line, { from: 0, to: 5 }), undefined);
});

function lineOf(points: readonly (readonly number[])[]): LineBuffer {
  const line = new LineBuffer();
  for (const [time, value] of points) line.add(time, value);
  return line;
}
