import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";

/** What a folder's sources import, by file. */
function imports(folder: string): [file: string, from: string][] {
  const directory = join(repositoryRoot, folder);
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).flatMap((file) => {
    const source = readFileSync(join(directory, file), "utf8");
    const found = source.matchAll(/^(?! \*).*\bfrom "([^"]*)"/gm);
    return Array.from(found, ([, from]): [string, string] => [file, from]);
  });
}

test("The client imports the codec, shared, the ports and the runtimes' own modules only", () => {
  const all = imports("client");
  assert.ok(all.length > 50);
  for (const [file, from] of all) {
    assert.match(from, /^(?:\.\/|\.\.\/(?:codec|ports|shared)\/|node:)/, file);
  }
});

test("Only the client's entries name a runtime", () => {
  const named = imports("client").filter(([, from]) =>
    /ports\/(?:deno|node)\.ts$/.test(from)
  );
  assert.deepEqual(named.toSorted(), [
    ["deno.ts", "../ports/deno.ts"],
    ["node.ts", "../ports/node.ts"],
  ]);
});

test("Of the server only the monitor knows the client", () => {
  const users = imports("server").filter(([, from]) =>
    from.includes("/client/")
  );
  const files = new Set(users.map(([file]) => file));
  assert.deepEqual([...files], [join("monitor", "monitor.ts")]);
});
