import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { onDeno } from "../_support/this_runtime.ts";

const MB = 1e6;
const skip = !onDeno && "this is Node";

/** The bytes that a program returns after it has freed 60 MB. */
function givenBack(...permissions: readonly string[]): number {
  const script = "tests/ports/_support/scattered_memory.ts";
  const args = ["run", "--no-prompt", "--quiet", ...permissions, script];
  const said = execFileSync(process.execPath, args, {
    cwd: repositoryRoot,
    encoding: "utf8",
  });
  return Number.parseInt(said);
}

test("Memory freed between blocks in use is returned to the system", {
  skip,
}, () => {
  const bytes = givenBack("-A");
  assert(bytes > 30 * MB, `${bytes} bytes`);
});

test(
  "Without permission for the C library no memory is returned, and Deno does not prompt",
  {
    skip,
  },
  () => {
    const bytes = givenBack("--allow-read", "--allow-sys");
    assert(bytes < 10 * MB, `${bytes} bytes`);
  },
);
