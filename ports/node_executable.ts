/**
 * A single executable of Node as a {@linkcode Runtime}: it contains the modules
 * of its threads.
 *
 * @module
 */
import process from "node:process";
import { Worker } from "node:worker_threads";
import { nodeRuntime, NodeWorker } from "./node.ts";
import type { Runtime, WorkerThread } from "./runtime.ts";

/** Name of the bundled worker inside the executable. */
export const WORKER_ASSET = "worker.js";

/** The runtime. */
export const executableRuntime: Runtime = {
  ...nodeRuntime,
  startStoreWorker(): WorkerThread {
    // Not imported: Deno, which type-checks this file too, has no such module.
    const { getAsset } = process.getBuiltinModule("node:sea");
    const code = getAsset(WORKER_ASSET, "utf8");
    return new NodeWorker(new Worker(code, { eval: true }));
  },
};
