import assert from "node:assert/strict";
import { test } from "node:test";
import {
  KEY_HELP,
  keyAction,
  POINTER_HELP,
} from "../../../../web/plots/view/keys.ts";

const NONE = { ctrlKey: false, metaKey: false, altKey: false };

test("keys ask for actions", () => {
  const actions = ["ArrowLeft", "ArrowRight", "+", "=", "-", " ", "Home", "?"]
    .map((key) => keyAction({ ...NONE, key }));
  assert.deepEqual(actions, [
    "earlier",
    "later",
    "zoom-in",
    "zoom-in",
    "zoom-out",
    "pause",
    "reset",
    "help",
  ]);
});

test("other keys and the browser's shortcuts are left alone", () => {
  assert.equal(keyAction({ ...NONE, key: "a" }), undefined);
  assert.equal(keyAction({ ...NONE, key: "toString" }), undefined);
  assert.equal(keyAction({ ...NONE, key: "-", ctrlKey: true }), undefined);
});

test("the help names every way to move", () => {
  const keys = KEY_HELP.flatMap(([names]) => names.split(" "));
  for (const key of ["←", "→", "+", "−", "Space", "Home", "?"]) {
    assert.ok(keys.includes(key), key);
  }
  assert.ok(POINTER_HELP.some(([gesture]) => gesture === "Double click"));
});
