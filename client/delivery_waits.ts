/**
 * Waits for the buffer of a client to drain.
 *
 * @module
 */

/** A pending wait. */
interface Wait {
  readonly isOver: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Promises that resolve when a condition holds. */
export class DeliveryWaits {
  #waits: Wait[] = [];
  #failure: Error | undefined;

  /** Resolves once `isOver()`. */
  until(isOver: () => boolean): Promise<void> {
    if (isOver()) return Promise.resolve();
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) =>
      this.#waits.push({ isOver, resolve, reject })
    );
  }

  /** To be called when a condition may hold. */
  check(): void {
    const waits = this.#waits;
    if (waits.length === 0) return;
    this.#waits = waits.filter(({ isOver }) => !isOver());
    for (const wait of waits) if (!this.#waits.includes(wait)) wait.resolve();
  }

  /** Rejects all waits: nothing more will be delivered. */
  fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waits.splice(0)) reject(error);
  }
}
