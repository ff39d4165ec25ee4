import assert from "node:assert/strict";
import { test } from "node:test";
import { errorText } from "../../shared/error_text.ts";

test("errorText() is an error's message, or what was thrown as text", () => {
  assert.equal(errorText(new RangeError("too far")), "too far");
  assert.equal(errorText("just words"), "just words");
  assert.equal(errorText(undefined), "undefined");
});
