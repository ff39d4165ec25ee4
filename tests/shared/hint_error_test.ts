import assert from "node:assert/strict";
import { test } from "node:test";
import { HintError, hintOf, textWithHint } from "../../shared/hint_error.ts";

test("textWithHint() appends the remedy to the message", () => {
  const error = new HintError("disk full", { hint: "free some space" });
  assert.equal(textWithHint(error), "disk full; free some space");
  assert.equal(hintOf(error), "free some space");
});

test("textWithHint() returns the message alone if there is no remedy", () => {
  assert.equal(textWithHint(new HintError("disk full")), "disk full");
  assert.equal(textWithHint(new Error("disk full")), "disk full");
  assert.equal(textWithHint("disk full"), "disk full");
  assert.equal(hintOf(new Error("disk full")), undefined);
});

test("A HintError keeps its cause", () => {
  const cause = new Error("ENOSPC");
  assert.equal(new HintError("disk full", { cause }).cause, cause);
});
