/**
 * Builds the page (`deno task web`).
 *
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildPage, PAGE_FILE } from "./build/page.ts";
import { ROOT } from "./build/places.ts";
import { runTask } from "./build/task.ts";

runTask(() => {
  const file = join(ROOT, PAGE_FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, buildPage());
  console.log(file);
});
