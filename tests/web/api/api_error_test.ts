import assert from "node:assert/strict";
import { test } from "node:test";
import { apiError } from "../../../web/api/api_error.ts";

test("An error says what the server says, with the remedy", () => {
  const body = { error: { message: 'no table "x"', hint: "see the list" } };
  const error = apiError(404, body);
  assert.equal(error.status, 404);
  assert.equal(error.message, 'no table "x"');
  assert.equal(error.hint, "see the list");
});

test("An answer without a message has its status as message", () => {
  for (const body of [undefined, null, "x", {}, { error: 3 }]) {
    const { message, hint } = apiError(502, body);
    assert.equal(message, "the server answered 502");
    assert.equal(hint, undefined);
  }
});
