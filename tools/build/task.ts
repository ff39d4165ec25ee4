/**
 * A task of the build.
 *
 * @module
 */
import process from "node:process";
import { install } from "../install.mjs";
import { BuildError } from "./run_tool.ts";

/** Runs a task with its dependencies installed; reports errors. */
export function runTask(task: () => void): void {
  try {
    install();
    task();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
