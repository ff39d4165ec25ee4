/**
 * Runs the calls of a database in order.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { hintOf } from "../../shared/hint_error.ts";
import { SerialQueue } from "../../shared/serial_queue.ts";
import { StoreError } from "./store.ts";

/** Runs one call after the other. */
export class CallQueue {
  readonly #queue = new SerialQueue();
  #failedWrite: { readonly error: unknown } | undefined;
  #calls = 0;

  /** Whether no call is in progress or waits. */
  get isIdle(): boolean {
    return this.#calls === 0;
  }

  /** Runs a call when all calls before it have settled. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    this.#calls++;
    try {
      return await this.#queue.run(call);
    } finally {
      this.#calls--;
    }
  }

  /**
   * The same for a write. After one that failed no other is run: it would store
   * the progress of streams without the rows before it.
   */
  runWrite<T>(write: () => Promise<T>): Promise<T> {
    return this.run(async () => {
      if (this.#failedWrite !== undefined) {
        throw subsequentError(this.#failedWrite);
      }
      try {
        return await write();
      } catch (error) {
        this.#failedWrite = { error };
        throw error;
      }
    });
  }
}

/**
 * A copy of the error: facts about the failed write's own flush do not apply to
 * others.
 */
function subsequentError({ error }: { readonly error: unknown }): StoreError {
  return new StoreError(errorText(error), {
    cause: error,
    hint: hintOf(error),
  });
}
