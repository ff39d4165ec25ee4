import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";

test("DEFAULT_LIMITS match the documents", () => {
  assert.deepEqual(DEFAULT_LIMITS, {
    headerBytes: 65_536,
    messageBytes: 16_777_216,
    fields: 1000,
    streams: 4096,
    definitionBytes: 2 * 1024 * 1024,
  });
});
