/**
 * The `oml2` command as a single executable of Node.
 *
 * @module
 */
import { basename } from "node:path";
import process from "node:process";
import { run } from "../cli/run.ts";
import type { Runtime } from "../ports/runtime.ts";

// A link to the executable is a program of its own, by the name of the link.
const { argv, argv0 } = process;
run(load, basename(argv0), argv.slice(2))
  .then((status) => process.exit(status));

async function load(): Promise<Runtime> {
  return (await import("../ports/node_executable.ts")).executableRuntime;
}
