import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { onDeno } from "../_support/this_runtime.ts";
import { Collector } from "./_support/collector.ts";

const FILES = ["client/mod.ts", "docs/client.md"];
const entry = onDeno ? "client/deno.ts" : "client/node.ts";
const library = pathToFileURL(join(repositoryRoot, entry)).href;

/** The examples in a document, or in the comments of a source. */
function examples(file: string): string[] {
  const text = readFileSync(join(repositoryRoot, file), "utf8");
  const prose = file.endsWith(".ts") ? text.replace(/^ *\* ?/gm, "") : text;
  const blocks = prose.matchAll(/^```ts\n([^]*?)^```/gm);
  return Array.from(blocks, (block) => block[1]);
}

test("there are examples", () => {
  assert.deepEqual(FILES.map((file) => examples(file).length), [1, 3]);
});

for (const file of FILES) {
  examples(file).forEach((source, i) => {
    test(`example ${i + 1} of ${file} runs`, async () => {
      await using server = await Collector.start();
      const directory = makeTempDir();
      try {
        const results = join(directory, "results.oml");
        const program = source
          .replace(/"@oml2\/omsp\/client\/(?:deno|node)"/, `"${library}"`)
          .replace("tcp:localhost:3003", server.target)
          .replace("file:results.oml", `file:${results}`)
          .replace("console.log(state)", "state");
        const path = join(directory, "example.mts");
        writeFileSync(path, program);
        await import(pathToFileURL(path).href);
        const sent = source.includes("file:")
          ? readFileSync(results, "utf8")
          : server.received[0];
        assert.match(sent, /^protocol: 5\n[^]*\n\n[\d.]+\t\d\t1\t/);
      } finally {
        removeTempDir(directory);
      }
    });
  });
}
