import assert from "node:assert/strict";
import { test } from "node:test";
import { HeatBuffer } from "../../../../web/plots/heat/heat_buffer.ts";
import { vectorAt } from "../../../../web/plots/heat/vector_at.ts";

test("without a time the latest vector is shown, else the closest", () => {
  const latest = { time: 2, sender: "n1", values: [5, null] };
  const buffer = HeatBuffer.of(
    {
      clock: "server",
      from: 0,
      to: 2,
      covered: 1,
      lastId: 3,
      length: 2,
      times: [0, 1, 2],
      values: [[1, 2], [3, null], [5, 6]],
      latest,
    },
    4,
    0.1,
  );
  assert.equal(vectorAt(buffer, undefined), latest);
  assert.deepEqual(vectorAt(buffer, 0.9), { time: 1, values: [3, null] });
  assert.deepEqual(vectorAt(buffer, -9)?.time, 0);
  assert.deepEqual(vectorAt(buffer, 9)?.time, 2);
  assert.equal(vectorAt(new HeatBuffer(4, 0.1), 1), undefined);
});
