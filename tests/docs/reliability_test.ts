import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PROMISED } from "../_support/promised.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";

const TORTURE = "tests/torture";

const read = (file: string) => readFileSync(join(repositoryRoot, file), "utf8");

/** Rows of a page's tables that name a test. */
function rowsWith(page: string, test: string): string[] {
  return read(page).split("\n")
    .filter((line) => line.startsWith("|") && line.includes(`\`${test}\``));
}

/** How the pages call these milliseconds. */
const WORDS: Readonly<Record<number, string>> = {
  1_000: "in the last second",
  500: "in the last half second",
};

test("Guarantees and reliability promise what the kills are measured by", () => {
  const kills = [
    ["kill_test.ts", PROMISED.serverMs],
    ["kill_proxy_test.ts", PROMISED.proxyMs],
  ] as const;
  for (const [file, ms] of kills) {
    for (const page of ["docs/guarantees.md", "docs/reliability.md"]) {
      const rows = rowsWith(page, `${TORTURE}/${file}`);
      const promises = rows.some((row) => row.includes(WORDS[ms]));
      assert.ok(promises, `${page} promises ${WORDS[ms]} for ${file}`);
    }
  }
});

test("Reliability says how often each attack is tried", () => {
  const files = readdirSync(join(repositoryRoot, TORTURE))
    .filter((name) => name.endsWith("_test.ts"));
  for (const file of files) {
    const rows = rowsWith("docs/reliability.md", `${TORTURE}/${file}`);
    assert.notEqual(rows.length, 0, `a row for ${file}`);
    const tried = read(`${TORTURE}/${file}`)
      .matchAll(/\bamount\(([\d_]+), ([\d_]+)\)/g);
    for (const [, short, long] of tried) {
      for (const number of [short, long]) {
        const shown = Number(number.replaceAll("_", "")).toLocaleString("en");
        assert.ok(
          rows.some((row) => new RegExp(`[| ]${shown} `).test(row)),
          `${file}: ${shown}`,
        );
      }
    }
  }
});

test("Each fault that was found in use has a test of that name", () => {
  const [, table = ""] = read("docs/reliability.md")
    .split("## Faults that were found in use");
  const rows = table.matchAll(
    /^\| .*? +\| (\S.*?) +\| `(\S+_test\.ts)` +\|$/gm,
  );
  const named = Array.from(rows, ([, name, file]) => ({ name, file }));
  assert.ok(named.length > 50, `${named.length} rows`);
  for (const { name, file } of named) {
    // What a test adds to its name when it runs.
    const fixed = name.replaceAll("\\", "").replace(/^… /, "").replace(
      / …$/,
      "",
    );
    assert.ok(read(file).includes(fixed), `${file}: ${name}`);
  }
});
