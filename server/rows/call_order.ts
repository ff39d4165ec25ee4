/**
 * The order in which calls of a database are carried out.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { hintOf } from "../../shared/hint_error.ts";
import { StoreError } from "./store.ts";

/** Carries out one call after the other. */
export class CallOrder {
  #last: Promise<unknown> = Promise.resolve();
  #failedWrite: { readonly error: unknown } | undefined;

  /** Does `work` when the calls before it have ended, well or not. */
  next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /**
   * The same for a write. Behind one that failed no other is carried out: it
   * would store how far streams have come, and not what is before that.
   */
  nextWrite<T>(work: () => Promise<T>): Promise<T> {
    return this.next(async () => {
      if (this.#failedWrite !== undefined) throw behind(this.#failedWrite);
      try {
        return await work();
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
