/**
 * A single executable of Node as a {@linkcode Runtime}: the modules of its
 * threads are inside, too.
 *
 * @module
 */
import process from "node:process";
import { Worker } from "node:worker_threads";
import { nodeRuntime, NodeWorker } from "./node.ts";
import type { Runtime, WorkerThread } from "./runtime.ts";

/** Name that the build gives to the worker, in one piece, inside. */
export const WORKER_ASSET = "worker.js";

/** The runtime this file is for. */
export const executableRuntime: Runtime = {
  ...nodeRuntime,
  startStoreWorker(): WorkerThread {
    // Not imported: Deno, which checks this file too, has no such module.
    const { getAsset } = process.getBuiltinModule("node:sea");
    const code = getAsset(WORKER_ASSET, "utf8");
    return new NodeWorker(new Worker(code, { eval: true }));
  },
};
