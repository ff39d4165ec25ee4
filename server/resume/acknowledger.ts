/**
 * Tells a client what of its stream is safe.
 *
 * @module
 */
import { formatResumeAnswer } from "../../codec/headers/resume_answers.ts";
import type { Connection } from "../../ports/runtime.ts";
import { settlesWithin } from "../../shared/settles_within.ts";
import { Signal } from "../../shared/signal.ts";

/** The shortest time between two answers, in ms. */
const PAUSE_MS = 100;

/** The longest that the last answer waits for a client that reads none. */
const LAST_WORD_MS = 2_000;

/** What an {@linkcode Acknowledger} needs. */
export interface AcknowledgerContext {
  /** Where the client is. */
  readonly connection: Connection;
  /** Forces to disk all that is committed. */
  readonly sync: () => Promise<void>;
}

/**
 * Answers `oml2-resume <offset>`, whenever a committed offset has moved and
 * was forced to disk.
 */
export class Acknowledger {
  readonly #context: AcknowledgerContext;
  #committed = -1;
  #told = -1;
  #telling: Promise<void> | undefined;
  #broken = false;
  readonly #hurry = new Signal();
  #isLast = false;

  /** Answers over `context.connection`, to which nobody else may write. */
  constructor(context: AcknowledgerContext) {
    this.#context = context;
  }

  /** Everything up to `offset` is committed: the client is told soon. */
  committed(offset: number): void {
    if (offset <= this.#committed) return;
    this.#committed = offset;
    this.#telling ??= this.#tell();
  }

  /** Resolves when the client was told all, or can't be. */
  async finish(): Promise<void> {
    this.#isLast = true;
    this.#hurry.notify();
    await settlesWithin(Promise.resolve(this.#telling), LAST_WORD_MS);
  }

  async #tell(): Promise<void> {
    while (this.#told < this.#committed && !this.#broken) {
      const offset = this.#committed;
      try {
        // To have nothing is no promise.
        if (offset > 0) await this.#context.sync();
        await this.#context.connection.write(formatResumeAnswer(offset));
        this.#told = offset;
      } catch {
        // A client that has gone, or data that can't be forced to disk: no
        // answer, so it will ask again. Reading and writing rows tell why.
        this.#broken = true;
      }
      if (!this.#isLast) await this.#hurry.wait(PAUSE_MS);
    }
    this.#telling = undefined;
  }
}
