import assert from "node:assert/strict";
import { test } from "node:test";
import {
  afterRunsAlone,
  checked,
  filesToRunAlone,
  withFaults,
} from "../../../tools/testing/verdict.mjs";

const ok = { status: 0, output: "fine", isWhole: true };
const bad = { status: 1, output: "bad", isWhole: true };

function passed(file: string, name: string) {
  return { file, name, seconds: 1, outcome: "passed" };
}

function failed(file: string, name: string) {
  return { file, name, seconds: 1, outcome: "failed", error: `${name} threw` };
}

function names(tests: { name: string; outcome: string }[], outcome: string) {
  return tests.filter((test) => test.outcome === outcome)
    .map(({ name }) => name);
}

test("A complete run has the outcome of its tests", () => {
  const tests = [passed("a", "1"), passed("b", "1")];
  assert.deepEqual(withFaults({ tests, ...ok }, ["a", "b"]), tests);
  const some = [...tests, failed("b", "2")];
  assert.deepEqual(withFaults({ tests: some, ...bad }, ["a", "b"]), some);
});

test("A file without reported tests has failed", () => {
  const tests = withFaults({ tests: [passed("a", "1")], ...ok }, ["a", "b"]);
  assert.deepEqual(names(tests, "failed"), ["none of its tests ran"]);
  assert.deepEqual(filesToRunAlone(tests), ["b"]);
});

test("A runner that fails without a failed test is a failure itself", () => {
  const tests = withFaults({ tests: [passed("a", "1")], ...bad }, ["a"]);
  assert.equal(names(tests, "failed").length, 1);
  assert.match(tests.at(-1)?.error, /exited with 1.*\nbad$/);
  assert.deepEqual(filesToRunAlone(tests), []);
});

test("An aborted run has failed, whatever it has reported", () => {
  const cut = { tests: [failed("a", "1")], ...bad, isWhole: false };
  const tests = withFaults(cut, ["a", "b"]);
  assert.match(names(tests, "failed")[1], /1 of 2 files are missing/);
  assert.deepEqual(filesToRunAlone(tests), []);
});

test("Files with a failed test run again alone, each once, unless there are many", () => {
  const few = [failed("a", "1"), failed("a", "2"), passed("b", "1")];
  assert.deepEqual(filesToRunAlone(few), ["a"]);
  const many = Array.from({ length: 21 }, (_, i) => failed(`${i}`, "1"));
  assert.deepEqual(filesToRunAlone(many), []);
  assert.equal(filesToRunAlone(many.slice(1)).length, 20);
});

test("A test that passes alone counts once, as passed, and is named", () => {
  const first = [passed("a", "1"), failed("a", "2"), passed("b", "1")];
  const alone = [passed("a", "1"), passed("a", "2")];
  const { tests, onlyAlone } = afterRunsAlone(first, alone);
  assert.equal(tests.length, 3);
  assert.deepEqual(names(tests, "failed"), []);
  assert.deepEqual(onlyAlone, [failed("a", "2")]);
});

test("A test that fails alone, too, or only alone, has failed", () => {
  const first = [failed("a", "1"), passed("a", "2"), failed("b", "1")];
  const alone = [failed("a", "1"), failed("a", "2"), passed("b", "1")];
  const { tests, onlyAlone } = afterRunsAlone(first, alone);
  assert.deepEqual(names(tests, "failed"), ["1", "2"]);
  assert.deepEqual(onlyAlone, [failed("b", "1")]);
});

test("Without a second run the outcomes do not change", () => {
  const first = [failed("a", "1"), passed("b", "1")];
  assert.deepEqual(afterRunsAlone(first, []), { tests: first, onlyAlone: [] });
});

test("A check fails by its status, with its last output", () => {
  assert.equal(checked(ok).outcome, "passed");
  const check = checked({ ...bad, output: `${"x".repeat(1e6)} the end` });
  assert.equal(check.outcome, "failed");
  assert.match("error" in check ? check.error : "", /^.{1,10000} the end$/s);
});
