/**
 * Builds the executable of Node (`deno task compile:node`).
 *
 * @module
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { buildNodeExecutable } from "./build/node_executable.ts";
import { install } from "./install.mjs";

install();
const program = join(buildNodeExecutable(), "oml2");
const megabytes = Math.round(statSync(program).size / 1e6);
console.log(
  `${program}: ${megabytes} MB; oml2-server, oml2-proxy-server: links`,
);
