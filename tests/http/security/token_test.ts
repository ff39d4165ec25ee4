import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenFault } from "../../../http/security/token.ts";

test("A token of hexadecimal digits is right", () => {
  assert.equal(tokenFault("0123456789abcdef".repeat(4)), undefined);
  assert.equal(tokenFault("x".repeat(16)), undefined);
});

test("Other tokens are refused, with the remedy", () => {
  const faults: readonly (readonly [token: string, fault: RegExp])[] = [
    ["", /^is empty; make one with: openssl rand -hex 32$/],
    ["short", /^has 5 characters, of which 16 are needed; make one with/],
    ["two lines\nof text, long enough", /^has spaces or other/],
    ["schöne lange Wörter", /^has spaces or other/],
    ["x".repeat(2_000), /^has more than 1024 characters/],
  ];
  for (const [token, fault] of faults) {
    assert.match(tokenFault(token) ?? "", fault);
  }
});
