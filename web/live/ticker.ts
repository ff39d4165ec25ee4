/**
 * Ages that tick.
 *
 * @module
 */

/** Calls everyone who watches, a few times a second, together. */
export class Ticker {
  readonly #watchers = new Set<() => void>();
  readonly #every: (tick: () => void) => () => void;
  #end: (() => void) | undefined;

  /** `every` starts calling `tick`; returns what ends that. */
  constructor(every: (tick: () => void) => () => void = twiceASecond) {
    this.#every = every;
  }

  /** Watches; returns what ends that. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    this.#end ??= this.#every(() => {
      for (const each of [...this.#watchers]) each();
    });
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      this.#end?.();
      this.#end = undefined;
    };
  }
}

function twiceASecond(tick: () => void): () => void {
  const timer = setInterval(tick, 500);
  return () => clearInterval(timer);
}
