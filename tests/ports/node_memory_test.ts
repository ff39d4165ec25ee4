import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { isBuiltin } from "node:module";
import process from "node:process";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { onDeno } from "../_support/this_runtime.ts";

const MB = 1e6;
const hasFfi = !onDeno && isBuiltin("node:ffi");

/** The bytes that a program returns after it has freed 60 MB. */
function givenBack(...options: readonly string[]): number {
  const script = "tests/ports/_support/scattered_memory.ts";
  const args = ["--disable-warning=ExperimentalWarning", ...options, script];
  const said = execFileSync(process.execPath, args, {
    cwd: repositoryRoot,
    encoding: "utf8",
  });
  return Number.parseInt(said);
}

test(
  "Node's executable returns memory freed between blocks in use to the system",
  {
    skip: !hasFfi && "this is not a Node with node:ffi",
  },
  () => {
    const bytes = givenBack();
    assert(bytes > 30 * MB, `${bytes} bytes`);
  },
);

test("A Node without node:ffi returns no memory, without an error", {
  skip: !hasFfi && "this is not a Node with node:ffi",
}, () => {
  const bytes = givenBack("--no-experimental-ffi");
  assert(bytes < 10 * MB, `${bytes} bytes`);
});
