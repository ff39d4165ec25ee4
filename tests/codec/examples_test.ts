import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const FILES = [
  "mod.ts",
  "docs/protocol.md",
  ...readdirSync(join(repositoryRoot, "codec"), {
    recursive: true,
    encoding: "utf8",
  }).filter((file) => file.endsWith(".ts")).map((file) => join("codec", file)),
];

/** The examples in a document, or in the comments of a source. */
function examples(file: string): string[] {
  const text = readFileSync(join(repositoryRoot, file), "utf8");
  const prose = file.endsWith(".ts") ? text.replace(/^ *\* ?/gm, "") : text;
  const blocks = prose.matchAll(/^```ts\n([^]*?)^```/gm);
  return Array.from(blocks, (block) => block[1]);
}

test("there are examples", () => {
  assert(examples("mod.ts").length > 0);
  assert(FILES.flatMap(examples).length >= 4);
});

for (const file of FILES) {
  examples(file).forEach((source, i) => {
    test(`example ${i + 1} of ${file} runs`, async () => {
      const directory = makeTempDir();
      try {
        const path = join(directory, "example.mts");
        const mod = pathToFileURL(join(repositoryRoot, "mod.ts")).href;
        writeFileSync(path, source.replace('"@oml2/omsp"', `"${mod}"`));
        await import(pathToFileURL(path).href);
      } finally {
        removeTempDir(directory);
      }
    });
  });
}
