/**
 * A thread of Deno from its own side: it loads only what it needs.
 *
 * @module
 */
import type { MessagePort } from "./runtime.ts";

/** The used part of a worker's global object. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
}

/** Returns the channel from the calling worker to the program. */
export function parentPort(): MessagePort {
  const scope = globalThis as unknown as WorkerScope;
  return {
    post: (message, transfer) => scope.postMessage(message, transfer),
    listen: (received) =>
      scope.onmessage = (event: MessageEvent) => received(event.data),
  };
}
