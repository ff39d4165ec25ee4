/**
 * Builds the executable of Node (`deno task compile:node`).
 *
 * @module
 */
import { buildNodeExecutable } from "./build/node_executable.ts";
import { runTask } from "./build/task.ts";

runTask(() => console.log(`${buildNodeExecutable()}/oml2, and links to it`));
