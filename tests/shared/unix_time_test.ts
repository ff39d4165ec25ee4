import assert from "node:assert/strict";
import { test } from "node:test";
import { unixTime } from "../../shared/unix_time.ts";

test("unixTime() converts a time of the monotonic clock", () => {
  const before = Date.now();
  const now = unixTime(performance.now());
  assert(now >= before - 1 && now <= Date.now() + 1, `${now} is not now`);
  const at = performance.now();
  const ago = unixTime(at) - unixTime(at - 5_000);
  assert(Math.abs(ago - 5_000) <= 1, `${ago} is not 5,000 ms`);
});
