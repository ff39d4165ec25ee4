/**
 * Acknowledges to a client which part of its stream is safe.
 *
 * @module
 */
import { formatResumeAnswer } from "../../codec/headers/resume_answers.ts";
import type { Connection } from "../../ports/runtime.ts";
import { settlesWithin } from "../../shared/settles_within.ts";
import { Signal } from "../../shared/signal.ts";

/** Minimum time between two answers, in ms. */
const PAUSE_MS = 100;

/**
 * Maximum time that the last answer waits for a client that reads none, in ms.
 */
const LAST_ANSWER_MS = 2_000;

/** Context of an {@linkcode Acknowledger}. */
export interface AcknowledgerContext {
  /** The client's connection. */
  readonly connection: Connection;
  /** Forces everything committed to disk. */
  readonly sync: () => Promise<void>;
}

/**
 * Answers `oml2-resume <offset>` whenever the committed offset has increased
 * and was forced to disk.
 */
export class Acknowledger {
  readonly #context: AcknowledgerContext;
  #committed = -1;
  #acknowledged = -1;
  #answering: Promise<void> | undefined;
  #broken = false;
  readonly #hurry = new Signal();
  #isLast = false;

  /** Answers over `context.connection`; nothing else may write to it. */
  constructor(context: AcknowledgerContext) {
    this.#context = context;
  }

  /** Everything up to `offset` is committed; it is acknowledged soon. */
  committed(offset: number): void {
    if (offset <= this.#committed) return;
    this.#committed = offset;
    this.#answering ??= this.#answer();
  }

  /** Resolves when everything is acknowledged, or can't be. */
  async finish(): Promise<void> {
    this.#isLast = true;
    this.#hurry.notify();
    await settlesWithin(Promise.resolve(this.#answering), LAST_ANSWER_MS);
  }

  async #answer(): Promise<void> {
    while (this.#acknowledged < this.#committed && !this.#broken) {
      const offset = this.#committed;
      try {
        // Offset 0 promises nothing.
        if (offset > 0) await this.#context.sync();
        await this.#context.connection.write(formatResumeAnswer(offset));
        this.#acknowledged = offset;
      } catch {
        // The client has disconnected, or data can't be forced to disk: without
        // an answer it asks again. The reason is logged where rows are read and
        // written.
        this.#broken = true;
      }
      if (!this.#isLast) await this.#hurry.wait(PAUSE_MS);
    }
    this.#answering = undefined;
  }
}
