import assert from "node:assert/strict";
import { test } from "node:test";
import { logLine } from "../../../cli/log/log_line.ts";
import { record } from "./_support/record.ts";

const facts = { client: "d:s:a", count: 3, big: 2n ** 64n };
const message = record("warning", "{client}: {count} rows", facts);

test("A line of text has time, level, client and message", () => {
  assert.equal(
    logLine(message, "text"),
    "2026-11-24T12:00:00.000Z WARNING d:s:a: 3 rows\n",
  );
});

test("A line of JSON has the same, and the facts", () => {
  assert.deepEqual(JSON.parse(logLine(message, "json")), {
    time: "2026-11-24T12:00:00.000Z",
    level: "WARNING",
    client: "d:s:a",
    message: "d:s:a: 3 rows",
    facts: { count: 3, big: "18446744073709551616" },
  });
});

test("JSON contains an error's message", () => {
  const error = new Error("disk gone");
  const line = logLine(record("error", "{error}", { error }), "json");
  assert.equal(JSON.parse(line).facts.error, "disk gone");
});

test("No byte of a client can forge a line or reach the terminal", () => {
  const evil = "x\n\r\t\0\x1b[2J\x7f\x9b\u2028\u202e";
  for (const format of ["text", "json"] as const) {
    const line = logLine(record("info", "{evil}", { evil }), format);
    // deno-lint-ignore no-control-regex -- these must not appear
    const harmful = /[\x00-\x1f\x7f-\x9f\u2028\u202e]/;
    assert.doesNotMatch(line.slice(0, -1), harmful);
    assert.equal(line.at(-1), "\n");
    if (format === "json") assert.equal(JSON.parse(line).facts.evil, evil);
  }
});

test("JSON shortens a very long fact", () => {
  const line = logLine(
    record("info", "hello", { x: "y".repeat(100_000) }),
    "json",
  );
  assert.ok(line.length < 3_000, `${line.length}`);
});
