import assert from "node:assert/strict";
import { test } from "node:test";
import { isLoopback } from "../../shared/loopback.ts";

test("Loopback is localhost and the loopback network, in every notation", () => {
  for (
    const host of [
      ...["localhost", "LocalHost", "127.0.0.1", "127.8.9.10", "::1"],
      "::ffff:127.0.0.1",
    ]
  ) {
    assert.equal(isLoopback(host), true, host);
  }
  for (
    const host of [
      ...["0.0.0.0", "::", "*", "128.0.0.1", "192.168.0.1", "example.org"],
      ...["127.0.0.1.example.org", "localhost.example.org", "", "fe80::1"],
    ]
  ) {
    assert.equal(isLoopback(host), false, host);
  }
});
