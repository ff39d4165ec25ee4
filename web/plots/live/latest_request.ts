/**
 * Requests of which only the latest counts.
 *
 * @module
 */

/** How a request waits, and what becomes of it. */
export interface RequestOptions {
  /** Calls back after `ms`, and returns how to cancel that. */
  readonly later: (ms: number, call: () => void) => () => void;
  /** Told about the failure of a request that still counted. */
  readonly onError: (error: unknown) => void;
}

/**
 * Starts requests. A new one cancels the one before, whether it waits or runs;
 * the answer of a cancelled request is dropped.
 */
export class LatestRequest {
  readonly #options: RequestOptions;
  #current: AbortController | undefined;
  #cancel: (() => void) | undefined;

  /** No request yet. */
  constructor(options: RequestOptions) {
    this.#options = options;
  }

  /** Whether a request waits or runs. */
  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  /** Asks after `ms` milliseconds without another request. */
  start<T>(
    ms: number,
    ask: (signal: AbortSignal) => Promise<T>,
    use: (answer: T) => void,
  ): void {
    this.cancel();
    const current = new AbortController();
    this.#current = current;
    const run = () => void this.#run(current, ask, use);
    if (ms <= 0) run();
    else this.#cancel = this.#options.later(ms, run);
  }

  /** Drops the request that waits or runs. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#current?.abort();
    this.#current = undefined;
  }

  async #run<T>(
    current: AbortController,
    ask: (signal: AbortSignal) => Promise<T>,
    use: (answer: T) => void,
  ): Promise<void> {
    try {
      const answer = await ask(current.signal);
      if (this.#current !== current) return;
      this.#current = undefined;
      use(answer);
    } catch (error) {
      if (this.#current !== current) return;
      this.#current = undefined;
      this.#options.onError(error);
    }
  }
}
