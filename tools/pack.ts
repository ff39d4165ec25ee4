/**
 * Builds the npm package (`deno task pack`).
 *
 * @module
 */
import { mkdirSync } from "node:fs";
import { buildNpmPackage } from "./build/npm_package.ts";
import { DIST } from "./build/places.ts";
import { runTask } from "./build/task.ts";

runTask(() => {
  mkdirSync(DIST, { recursive: true });
  console.log(buildNpmPackage());
});
