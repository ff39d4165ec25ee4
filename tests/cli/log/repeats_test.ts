import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { messageText } from "../../../cli/log/log_line.ts";
import { Repeats } from "../../../cli/log/repeats.ts";
import { record } from "./_support/record.ts";

let passed: string[] = [];
let repeats = new Repeats(() => {});
beforeEach(() => {
  passed = [];
  repeats = new Repeats((record) => passed.push(messageText(record)));
});
afterEach(() => repeats.close());

function complain(times: number, client = "d:s:a", template = "{client}: bad") {
  for (let i = 0; i < times; i++) {
    repeats.take(record("warning", template, { client }));
  }
}

test("The first ten messages of a sort pass, then there are counts", () => {
  complain(12_355);
  assert.equal(passed.length, 10);
  repeats.count();
  assert.deepEqual(passed.slice(10), [
    "d:s:a: bad ... and 12,345 more like this in 10 s",
  ]);
});

test("As long as they go on there are only counts", () => {
  complain(20);
  repeats.count();
  passed.length = 0;
  complain(5);
  assert.deepEqual(passed, []);
  repeats.count();
  assert.deepEqual(passed, ["d:s:a: bad ... and 5 more like this in 10 s"]);
});

test("After a silence they pass again", () => {
  complain(20);
  repeats.count();
  repeats.count();
  passed.length = 0;
  complain(5);
  assert.equal(passed.length, 5);
});

test("One client's messages do not hide another's, nor another sort", () => {
  complain(100, "d:s:a");
  complain(1, "d:s:b");
  complain(1, "d:s:a", "{client}: worse");
  assert.deepEqual(passed.slice(10), ["d:s:b: bad", "d:s:a: worse"]);
});

test("A client that comes back from another port is the same one", () => {
  for (let port = 0; port < 100; port++) complain(1, `[::1]:${port}`);
  assert.equal(passed.length, 10);
});

test("Beyond a thousand sorts clients are not told apart", () => {
  for (let i = 0; i < 20_000; i++) complain(1, `d:s${i}:a`);
  assert.ok(passed.length < 1_100, `${passed.length}`);
  repeats.count();
  assert.match(passed.at(-1) ?? "", /and 18,\d\d\d more like this in 10 s$/);
});

test("DEBUG messages pass, whatever their number", () => {
  for (let i = 0; i < 100; i++) repeats.take(record("debug", "detail"));
  assert.equal(passed.length, 100);
});

test("close() tells the last counts", () => {
  complain(20);
  repeats.close();
  assert.match(passed.at(-1) ?? "", /and 10 more/);
});

test("A long message is shortened in its count", () => {
  complain(20, "d:s:a", "y".repeat(5_000));
  repeats.count();
  assert.ok((passed.at(-1) ?? "").length < 300);
});
