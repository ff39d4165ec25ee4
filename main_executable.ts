/**
 * The `oml2` command as a single executable of Node.
 *
 * @module
 */
import { basename } from "node:path";
import process from "node:process";
import { run } from "./cli/run.ts";
import { executableRuntime } from "./ports/node_executable.ts";

// A link to the executable is a program of its own, by the name of the link.
const { argv, argv0 } = process;
run(executableRuntime, basename(argv0), argv.slice(2))
  .then((status) => process.exit(status));
