/**
 * Builds the executables of Deno for this machine (`deno task compile`), for
 * the given systems, or for all of them (`deno task compile:all`).
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { buildDenoExecutables, TARGETS } from "./build/deno_executable.ts";
import { DIST } from "./build/places.ts";
import { runTask } from "./build/task.ts";

const given = process.argv.slice(2);
const targets = given[0] === "all" ? TARGETS : given;

runTask(() => {
  if (targets.length === 0) compile(DIST);
  for (const target of targets) compile(join(DIST, target), target);
});

function compile(directory: string, target?: string): void {
  const programs = buildDenoExecutables(directory, target);
  for (const program of programs.keys()) console.log(join(directory, program));
}
