import assert from "node:assert/strict";
import { isBuiltin } from "node:module";
import { test } from "node:test";
import { onDeno } from "../_support/this_runtime.ts";
import { givenBack, unmapped } from "./_support/given_back.ts";

const MB = 1e6;
const hasFfi = !onDeno && isBuiltin("node:ffi");

const run = ["--disable-warning=ExperimentalWarning"];

test(
  "Node's executable returns memory freed between blocks in use to the system",
  {
    skip: !hasFfi && "this is not a Node with node:ffi",
  },
  () => {
    const bytes = givenBack(...run);
    assert(bytes > 30 * MB, `${bytes} bytes`);
  },
);

test("A Node without node:ffi returns no memory, without an error", {
  skip: !hasFfi && "this is not a Node with node:ffi",
}, () => {
  const bytes = givenBack(...run, "--no-experimental-ffi");
  assert(bytes < 10 * MB, `${bytes} bytes`);
});

test("Node unmaps most of its own file and keeps working", {
  skip: !hasFfi && "this is not a Node with node:ffi",
}, () => {
  const { kilobytes, said } = unmapped(...run);
  assert(kilobytes > 10_000, `${kilobytes} kB`);
  assert.equal(said, "0");
});
