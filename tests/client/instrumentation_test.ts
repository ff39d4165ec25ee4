import assert from "node:assert/strict";
import { test } from "node:test";
import { Instrumentation } from "../../client/instrumentation.ts";

test("Instrumentation is due at once, then a second after the last report", () => {
  const own = new Instrumentation();
  const held = { before: 0, after: 10 };
  assert.deepEqual(own.injected(held, 0, 100), [1, 0, 10n, 0n, 10n, 10n]);
  assert.equal(own.injected({ before: 10, after: 30 }, 0, 100.9), undefined);
  // 25 bytes have left the buffer, two tuples were dropped.
  assert.deepEqual(
    own.injected({ before: 5, after: 12 }, 2, 101),
    [3, 2, 37n, 25n, 12n, 30n],
  );
});
