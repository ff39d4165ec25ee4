/**
 * A thread of Node from its own side: it loads only what it needs.
 *
 * @module
 */
import {
  type MessagePort as NodePort,
  parentPort as toParent,
} from "node:worker_threads";
import type { MessagePort } from "./runtime.ts";

/** Returns the channel from a worker to the program. */
export function parentPort(port: NodePort | null = toParent): MessagePort {
  if (port === null) {
    throw new Error("Cannot be a worker: this is the main thread");
  }
  return {
    post: (message, transfer) => port.postMessage(message, transfer),
    listen: (received) => port.on("message", received),
  };
}
