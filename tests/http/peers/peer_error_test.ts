import assert from "node:assert/strict";
import { test } from "node:test";
import { networkReason } from "../../../http/peers/peer_error.ts";

function networkError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

test("Errors of the network have reasons in words", () => {
  assert.equal(networkReason(networkError("ENOTFOUND", "x")), "unknown host");
  assert.equal(networkReason(networkError("EAI_AGAIN", "x")), "unknown host");
  assert.equal(
    networkReason(networkError("ECONNREFUSED", "")),
    "connection refused",
  );
});

test("Other errors say themselves what they are", () => {
  assert.equal(networkReason(networkError("EPROTO", "odd")), "odd");
  assert.equal(networkReason(networkError("EPROTO", "")), "EPROTO");
  assert.equal(networkReason(new Error("odd")), "odd");
  assert.equal(networkReason("odd"), "odd");
});
