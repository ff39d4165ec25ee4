/**
 * Whether a program can do its work.
 *
 * @module
 */
import type { Readiness } from "../../http/site.ts";

/** Asks for the faults of a program's parts; it is not ready while stopping. */
export class ReadyCheck {
  readonly #findFault: () => Promise<string | undefined>;
  #isStopping = false;

  /** `findFault` resolves to what is wrong, if anything. */
  constructor(findFault: () => Promise<string | undefined>) {
    this.#findFault = findFault;
  }

  /** The program is stopping from now on. */
  stop(): void {
    this.#isStopping = true;
  }

  /** The current state. */
  async check(): Promise<Readiness> {
    const reason = this.#isStopping ? "stopping" : await this.#findFault();
    return reason === undefined ? { ready: true } : { ready: false, reason };
  }
}
