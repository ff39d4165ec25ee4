/**
 * The calls of a database, which are carried out in their order.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { hintOf } from "../../shared/hint_error.ts";
import { SerialQueue } from "../../shared/serial_queue.ts";
import { StoreError } from "./store.ts";

/** Carries out one call after the other. */
export class CallQueue {
  readonly #queue = new SerialQueue();
  #failedWrite: { readonly error: unknown } | undefined;

  /** Carries out a call when the calls before it have settled. */
  run<T>(call: () => Promise<T>): Promise<T> {
    return this.#queue.run(call);
  }

  /**
   * The same for a write. After one that failed no other is carried out: it
   * would store the progress of streams without the rows before that.
   */
  runWrite<T>(write: () => Promise<T>): Promise<T> {
    return this.run(async () => {
      if (this.#failedWrite !== undefined) throw behind(this.#failedWrite);
      try {
        return await write();
      } catch (error) {
        this.#failedWrite = { error };
        throw error;
      }
    });
  }
}

/** What the failed write says of its own flush is not true of others. */
function behind({ error }: { readonly error: unknown }): StoreError {
  return new StoreError(errorText(error), {
    cause: error,
    hint: hintOf(error),
  });
}
