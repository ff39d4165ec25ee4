import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { codeBlocks } from "../../../tools/checks/code_blocks.ts";
import {
  exampleFaults,
  libraryImports,
  typeFaults,
} from "../../../tools/checks/examples.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { onDeno } from "../../_support/this_runtime.ts";

function example(...lines: readonly string[]) {
  const text = ["# Title", "```ts", ...lines, "```", ""].join("\n");
  return codeBlocks("docs/some.md", text);
}

const IMPORT = 'import { parseSchema } from "@oml2/omsp";';

test("exampleFaults() type-checks examples against the library", {
  skip: !onDeno && "deno check runs under Deno",
}, () => {
  const examples = [
    ...example(IMPORT, 'const schema = parseSchema("1 m a:int32");'),
    ...example(IMPORT, "", "parseSchema(1);"),
  ];
  assert.deepEqual(exampleFaults(process.execPath, repositoryRoot, examples), [{
    file: "docs/some.md:5",
    rule: "the example is not valid: Argument of type 'number' is not " +
      "assignable to parameter of type 'string'",
    remedy: "Change it to what the library is now",
  }]);
});

test("typeFaults() throws the output of deno check if it names no example", () => {
  assert.throws(
    () => typeFaults("error: no such file", "/tmp/a", example("a;")),
    /no such file/,
  );
});

test("libraryImports() includes the packages of JSR and npm", () => {
  const names = Object.keys(libraryImports(repositoryRoot));
  for (const name of ["@oml2/omsp", "oml2-ts", "oml2-ts/client/node"]) {
    assert(names.includes(name), name);
  }
});
