import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as othersTurn } from "node:timers/promises";
import { AtOnce } from "../../../server/rows/at_once.ts";

/** Work that starts when allowed, and ends on demand. */
function setUp(most: number) {
  const atOnce = new AtOnce(most);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (name: string) =>
    atOnce.run(() => {
      begun.push(name);
      return new Promise<void>((end) => ends.set(name, end));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await othersTurn();
  };
  return { atOnce, begun, add, end };
}

test("Concurrent work is limited", async () => {
  const { begun, add, end } = setUp(2);
  for (const name of ["a", "b", "c"]) add(name);
  await othersTurn();
  assert.deepEqual(begun, ["a", "b"]);
  await end("b");
  assert.deepEqual(begun, ["a", "b", "c"]);
});

test("The latest and the longest waiting work run alternately", async () => {
  const { begun, add, end } = setUp(1);
  for (const name of ["a", "b", "c", "d", "e"]) add(name);
  for (const name of ["a", "e", "b", "d"]) await end(name);
  assert.deepEqual(begun, ["a", "e", "b", "d", "c"]);
});

test("Failed work makes room, too", async () => {
  const atOnce = new AtOnce(1);
  const failing = atOnce.run(() => Promise.reject(new Error("no")));
  const next = atOnce.run(() => Promise.resolve("done"));
  await assert.rejects(failing, /no/);
  assert.equal(await next, "done");
  assert.equal(await atOnce.run(() => Promise.resolve("again")), "again");
});
