import assert from "node:assert/strict";
import { test } from "node:test";
import process from "node:process";
import { testFiles } from "../../../tools/testing/suite.mjs";
import { useOwnEnv } from "../../_support/own_env.ts";

const isOfBrowser = (file: string) => file.startsWith("tests/browser/");

useOwnEnv();

test("Both runtimes have all files, each half of the browser's", () => {
  delete process.env.OML_LONG;
  const deno: string[] = testFiles("deno");
  const node: string[] = testFiles("node");
  const others = (files: string[]) => files.filter((f) => !isOfBrowser(f));
  assert.ok(others(deno).includes("tests/tools/testing/suite_test.ts"));
  assert.deepEqual(others(deno), others(node));
  assert.deepEqual(
    deno.filter(isOfBrowser).filter((f) => node.includes(f)),
    [],
  );
  process.env.OML_LONG = "1";
  const all: string[] = testFiles("deno");
  assert.deepEqual(all, testFiles("node"));
  assert.deepEqual([...new Set([...deno, ...node])].sort(), all);
});
