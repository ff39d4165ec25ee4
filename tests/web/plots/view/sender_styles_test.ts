import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DASHES,
  inOrder,
  senderStyles,
} from "../../../../web/plots/view/sender_styles.ts";

test("names are in the order that people expect", () => {
  assert.deepEqual(inOrder(["n10", "n2", "n1"]), ["n1", "n2", "n10"]);
});

test("a sender keeps its colour whatever else is drawn", () => {
  const styles = senderStyles(["n2", "n1"], ["#7", "n1"], 2);
  assert.deepEqual([...styles], [
    ["n1", { colour: 0, dash: 0 }],
    ["n2", { colour: 1, dash: 0 }],
    ["#7", { colour: 0, dash: 1 }],
  ]);
});

test("more senders than colours and dashes start again", () => {
  const names = Array.from(
    { length: 2 * DASHES.length + 1 },
    (_, at) => `n${at}`,
  );
  const styles = [...senderStyles(names, [], 2).values()];
  assert.deepEqual(styles.at(-1), { colour: 0, dash: 0 });
  assert.deepEqual(DASHES[0], []);
});
