/**
 * Signals from operators and service managers.
 *
 * @module
 */
import process from "node:process";
import type { Log } from "../../shared/log.ts";
import type { Runtime } from "../../ports/runtime.ts";

/** Handles signals from its construction on, so that none ends the process. */
export class Signals {
  /** Resolves with the name of the first signal to stop. */
  readonly stop: Promise<string>;
  /** Whether SIGUSR1 opens the runtime's debugger. */
  readonly #opensDebugger: boolean;
  #report: () => void = () => undefined;
  readonly #hangUps: (() => void)[] = [];

  /** A second signal to stop ends the process at once. */
  constructor(runtime: Runtime) {
    this.stop = new Promise((resolve) => {
      let stopping = false;
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.on(signal, () => {
          if (stopping) process.exit(1);
          stopping = true;
          resolve(signal);
        });
      }
    });
    process.on("SIGUSR1", () => this.#report());
    this.#opensDebugger = !runtime.closeDebugger();
    process.on("SIGHUP", () => {
      for (const reload of this.#hangUps) reload();
    });
  }

  /** Warns of a signal that must not be sent. */
  warn(log: Log): void {
    if (!this.#opensDebugger) return;
    log.warn(
      "never send SIGUSR1: it opens Deno's debugger to every user of this " +
        "machine; allow net access to 127.0.0.1:9229 to prevent that",
    );
  }

  /** SIGUSR1 requests a report. */
  onReport(report: () => void): void {
    this.#report = report;
  }

  /** SIGUSR2 starts or pauses the replay of a proxy. */
  onToggle(toggle: () => void): void {
    process.on("SIGUSR2", toggle);
  }

  /** SIGHUP means that files were renamed or renewed. */
  onHangUp(reload: () => void): void {
    this.#hangUps.push(reload);
  }
}
