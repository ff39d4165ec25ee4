import { readFileSync } from "node:fs";

/** The resident memory of a process in bytes; 0 once it has exited. */
export function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
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
