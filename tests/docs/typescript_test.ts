import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { type CodeBlock, codeBlocks } from "../../tools/checks/code_blocks.ts";
import { libraryImports } from "../../tools/checks/examples.ts";
import { filesBelow } from "../../tools/checks/source_files.ts";
import { Collector } from "../client/_support/collector.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { onDeno } from "../_support/this_runtime.ts";

/** The bytes that each client sends: headers, an empty line, a first tuple. */
const STREAM = /^protocol: 5\n[^]*\n\n[\d.]+\t\d\t1\t/;

const examples = filesBelow(repositoryRoot)
  .filter((file) => /\.(?:md|ts)$/.test(file) && !file.startsWith("tests/"))
  .flatMap((file) =>
    codeBlocks(file, readFileSync(join(repositoryRoot, file), "utf8"))
  )
  .filter(({ language }) => language === "ts");

/** An example that imports the sources, and sends to these addresses. */
function program(code: string, target: string, results: string): string {
  const imports = libraryImports(repositoryRoot);
  const client = onDeno ? "/client/deno" : "/client/node";
  return code
    .replace(/from "([^"]*)"/g, (_, name: string) => {
      const library = name.replace(/\/client\/(?:deno|node)$/, client);
      return `from "${imports[library] ?? name}"`;
    })
    .replaceAll("tcp:localhost:3003", target)
    .replaceAll("file:results.oml", `file:${results}`);
}

async function run({ code }: CodeBlock): Promise<void> {
  await using server = await Collector.start();
  const directory = makeTempDir();
  try {
    const results = join(directory, "results.oml");
    const path = join(directory, "example.mts");
    writeFileSync(path, program(code, server.target, results));
    await import(pathToFileURL(path).href);
    if (code.includes("file:")) {
      assert.match(readFileSync(results, "utf8"), STREAM);
    } else if (code.includes("tcp:")) {
      assert.match(server.received[0], STREAM);
    }
  } finally {
    removeTempDir(directory);
  }
}

test("The documents and the libraries have examples", () => {
  const files = new Set(examples.map(({ file }) => file));
  for (const file of ["docs/client.md", "docs/protocol.md"]) {
    assert(files.has(file), file);
  }
  assert(files.has("mod.ts") && files.has("client/mod.ts"));
});

for (const example of examples) {
  test(`The example at ${example.file}:${example.line} runs`, () =>
    run(example));
}
