#!/usr/bin/env node
/**
 * The `oml2` command on Node.
 *
 * @module
 */
import { basename } from "node:path";
import process from "node:process";
import { run } from "../cli/run.ts";

const [, script, ...args] = process.argv;
const load = async () => (await import("../ports/node.ts")).nodeRuntime;
process.exit(await run(load, basename(script), args));
