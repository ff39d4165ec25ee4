/**
 * The signals that operators and init systems send.
 *
 * @module
 */
import process from "node:process";
import { DebuggerGuard } from "./debugger_guard.ts";

/** Catches signals from its making on, lest one of them ends the process. */
export class Signals {
  /** Resolves with the name of the first signal to stop. */
  readonly stop: Promise<string>;
  #report: () => void = () => undefined;
  #reopen: () => void = () => undefined;

  /** A second signal to stop ends the process at once. */
  constructor() {
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
    const guard = new DebuggerGuard();
    // Without a handler of ours Node would open its debugger.
    process.on("SIGUSR1", () => {
      guard.signalled();
      this.#report();
    });
    process.on("SIGHUP", () => this.#reopen());
  }

  /** SIGUSR1 asks for a report. */
  onReport(report: () => void): void {
    this.#report = report;
  }

  /** SIGUSR2 asks a proxy to send, or to send no more. */
  onToggle(toggle: () => void): void {
    process.on("SIGUSR2", toggle);
  }

  /** SIGHUP says that the log was renamed. */
  onReopen(reopen: () => void): void {
    this.#reopen = reopen;
  }
}
