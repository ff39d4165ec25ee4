import assert from "node:assert/strict";
import { test } from "node:test";
import { Slots } from "../../../../http/api/queries/slots.ts";

test("a place is given back once", () => {
  const slots = new Slots(2, "views", "close some");
  const release = slots.take();
  slots.take();
  assert.throws(() => slots.take(), {
    name: "TooBusyError",
    message: "2 views are open already",
    hint: "close some",
  });
  release();
  release();
  assert.equal(slots.used, 1);
  slots.take();
  assert.throws(() => slots.take());
});
