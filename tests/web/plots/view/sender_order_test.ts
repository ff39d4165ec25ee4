import assert from "node:assert/strict";
import { test } from "node:test";
import {
  inOrder,
  senderNumbers,
} from "../../../../web/plots/view/sender_order.ts";

test("names are in the order that people expect", () => {
  assert.deepEqual(inOrder(["n10", "n2", "n1"]), ["n1", "n2", "n10"]);
});

test("a sender keeps its number whatever else is drawn", () => {
  const numbers = senderNumbers(["n2", "n1"], ["#7", "n1"]);
  assert.deepEqual([...numbers], [["n1", 0], ["n2", 1], ["#7", 2]]);
});
