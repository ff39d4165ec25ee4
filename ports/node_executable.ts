/**
 * A single executable of Node as a {@linkcode Runtime}: it contains the modules
 * of its threads.
 *
 * @module
 */
import process from "node:process";
import { Worker } from "node:worker_threads";
import { nodeRuntime, NodeWorker } from "./node.ts";
import { trimMemory, unmapProgram } from "./node_memory.ts";
import type { Runtime, WorkerTask, WorkerThread } from "./runtime.ts";

/** Names of the bundled workers inside the executable. */
export const WORKER_ASSETS: Readonly<Record<WorkerTask, string>> = {
  store: "worker.js",
  archive: "archive_worker.js",
};

/** The runtime. */
export const executableRuntime: Runtime = {
  ...nodeRuntime,
  trimMemory,
  unmapProgram,
  startWorker(task): WorkerThread {
    // Not imported: Deno, which type-checks this file too, has no such module.
    const { getAsset } = process.getBuiltinModule("node:sea");
    const code = getAsset(WORKER_ASSETS[task], "utf8");
    return new NodeWorker(new Worker(code, { eval: true }));
  },
};
