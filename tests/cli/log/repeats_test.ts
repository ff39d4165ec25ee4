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

test("The first ten messages of a kind pass, then only counts", () => {
  complain(12_355);
  assert.equal(passed.length, 10);
  repeats.count();
  assert.deepEqual(passed.slice(10), [
    "d:s:a: bad ... and 12,345 more like this in 10 s",
  ]);
});

test("Only counts appear as long as the messages continue", () => {
  complain(20);
  repeats.count();
  passed.length = 0;
  complain(5);
  assert.deepEqual(passed, []);
  repeats.count();
  assert.deepEqual(passed, ["d:s:a: bad ... and 5 more like this in 10 s"]);
});

test("Messages pass again after a pause", () => {
  complain(20);
  repeats.count();
  repeats.count();
  passed.length = 0;
  complain(5);
  assert.equal(passed.length, 5);
});

test("One client's messages hide neither another client's nor other kinds", () => {
  complain(100, "d:s:a");
  complain(1, "d:s:b");
  complain(1, "d:s:a", "{client}: worse");
  assert.deepEqual(passed.slice(10), ["d:s:b: bad", "d:s:a: worse"]);
});

test("A client that reconnects from another port is the same one", () => {
  for (let port = 0; port < 100; port++) complain(1, `[::1]:${port}`);
  assert.equal(passed.length, 10);
});

test("A flood of errors from ever new clients is counted as one kind", () => {
  for (let i = 0; i < 20_000; i++) complain(1, `d:s${i}:a`);
  assert.equal(passed.length, 100);
  repeats.count();
  const counts = passed.slice(100).map((line) =>
    Number(
      /and ([\d,]+) more like this in 10 s$/.exec(line)?.[1]
        .replaceAll(",", ""),
    )
  );
  assert.equal(counts.reduce((a, b) => a + b), 19_900);
  assert.ok(counts.length < 10, `${counts.length} lines of counts`);
});

test("A kind of message passes again in the next window, for other clients", () => {
  for (let i = 0; i < 1_000; i++) complain(1, `d:s${i}:a`);
  repeats.count();
  passed.length = 0;
  complain(1, "d:new:a");
  assert.deepEqual(passed, ["d:new:a: bad"]);
});

test("A thousand simultaneous clients are all named", () => {
  for (let i = 0; i < 1_000; i++) {
    repeats.take(record("info", "{client}: ready", { client: `d:s${i}:a` }));
  }
  assert.equal(passed.length, 1_000);
});

test("DEBUG messages pass in any number", () => {
  for (let i = 0; i < 100; i++) repeats.take(record("debug", "detail"));
  assert.equal(passed.length, 100);
});

test("close() logs the last counts", () => {
  complain(20);
  repeats.close();
  assert.match(passed.at(-1) ?? "", /and 10 more/);
});

test("A long message is shortened in its count", () => {
  complain(20, "d:s:a", "y".repeat(5_000));
  repeats.count();
  assert.ok((passed.at(-1) ?? "").length < 300);
});
