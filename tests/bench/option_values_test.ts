import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { chooser, isChosen, parseCount } from "../../bench/option_values.ts";
import { runProgram } from "../_support/run_command.ts";

const choose = chooser(["slow-1x1", "slow-100x10", "text-1x1", "text-1x10"]);

test("a word chooses the scenario of that name, or all that begin with it", () => {
  assert.deepEqual(choose("slow", []), ["slow-1x1", "slow-100x10"]);
  assert.deepEqual(choose("text-1x1", ["rest"]), ["rest", "text-1x1"]);
});

test("a word that chooses nothing is an error with the names", () => {
  assert.throws(() => choose("fast", []), /slow-1x1, slow-100x10, text-1x1/);
});

test("without --only everything is chosen", () => {
  assert.equal(isChosen([], "rest"), true);
  assert.equal(isChosen(["slow-1x1"], "rest"), false);
});

test("a count is a whole number of 1 or more", () => {
  assert.equal(parseCount("2000000"), 2_000_000);
  for (const text of ["", "0", "-1", "1.5", "1e6", "many", "--help"]) {
    assert.throws(() => parseCount(text), /not a whole number of 1 or more/);
  }
});

/** Benchmarks whose first argument is a count. */
const COUNTING = [
  ...["archive", "live_page", "placement", "postgres", "postgres_large"],
  ...["postgres_shards", "run_report", "shards", "startup", "tls", "verify"],
];

test("a benchmark refuses a bad count before it starts anything", async () => {
  for (const name of COUNTING) {
    const { status, stdout, stderr } = await run(name, "many");
    assert.deepEqual([status, stdout], [1, ""], name);
    assert.match(stderr, /^error: command-argument value 'many' is invalid/);
  }
});

test("--help prints the usage of a benchmark", async () => {
  const { status, stdout } = await run("shards", "--help");
  assert.equal(status, 0);
  assert.match(
    stdout,
    /^Usage: deno task bench:shards .*\[tuples\] \[rounds\]/,
  );
});

function run(name: string, ...args: readonly string[]) {
  const runtime = process.versions.deno
    ? [process.execPath, "run", "-qA", "--no-check"]
    : [process.execPath];
  return runProgram([...runtime, `bench/${name}.ts`, ...args]);
}
