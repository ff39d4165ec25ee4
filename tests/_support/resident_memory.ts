import { readFileSync } from "node:fs";
import { waitFor } from "./wait_for.ts";

/** The resident memory of a process in bytes; 0 once it has exited. */
export function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

/** Milliseconds after which an unchanged process is at rest. */
const REST_MS = 300;

/** The resident memory of a process once it does nothing more after its start. */
export async function restingMemory(pid: number): Promise<number> {
  let memory = residentMemory(pid);
  let since = performance.now();
  await waitFor(`process ${pid} to be at rest`, () => {
    const now = residentMemory(pid);
    if (now !== memory) since = performance.now();
    memory = now;
    return performance.now() - since >= REST_MS || `${now} bytes`;
  });
  return memory;
}

/** Samples the memory of a process until it is disposed of. */
export class MemoryPeak implements Disposable {
  bytes = 0;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      this.bytes = Math.max(this.bytes, residentMemory(pid));
    }, 20);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
