import assert from "node:assert/strict";
import { test } from "node:test";
import { addressText } from "../../ports/address_text.ts";

test("addressText() puts the host of an IPv6 address in brackets", () => {
  assert.equal(addressText({ host: "10.0.0.1", port: 3003 }), "10.0.0.1:3003");
  assert.equal(addressText({ host: "::1", port: 3003 }), "[::1]:3003");
});

test("addressText() handles a peer that disconnected before its address was read", () => {
  assert.equal(addressText({ host: "", port: 0 }), "an unknown address");
});
