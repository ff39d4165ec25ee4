import assert from "node:assert/strict";
import { test } from "node:test";
import { onDeno } from "../_support/this_runtime.ts";
import { givenBack, unmapped } from "./_support/given_back.ts";

const MB = 1e6;
const skip = !onDeno && "this is Node";

const run = ["run", "--no-prompt", "--quiet"];

test("Memory freed between blocks in use is returned to the system", {
  skip,
}, () => {
  const bytes = givenBack(...run, "-A");
  assert(bytes > 30 * MB, `${bytes} bytes`);
});

test(
  "Without permission for the C library no memory is returned, and Deno does not prompt",
  {
    skip,
  },
  () => {
    const bytes = givenBack(...run, "--allow-read", "--allow-sys");
    assert(bytes < 10 * MB, `${bytes} bytes`);
  },
);

test("Deno unmaps most of its own file and keeps working", { skip }, () => {
  const { kilobytes, said } = unmapped(...run, "-A");
  assert(kilobytes > 10_000, `${kilobytes} kB`);
  assert.equal(said, "0");
});
