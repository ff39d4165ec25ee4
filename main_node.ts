#!/usr/bin/env node
/**
 * The `oml2` command on Node.
 *
 * @module
 */
import { basename } from "node:path";
import process from "node:process";
import { run } from "./cli/run.ts";
import { nodeRuntime } from "./ports/node.ts";

const [, script, ...args] = process.argv;
process.exit(await run(nodeRuntime, basename(script), args));
