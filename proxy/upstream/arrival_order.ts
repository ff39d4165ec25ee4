/**
 * Keeps clients that came one after another in that order.
 *
 * @module
 */

/** When a client was there, in ms since 1970. */
export interface Stay {
  /** When it came. */
  readonly begun: number;
  /** When it left; unset while it is there. */
  readonly ended: number | undefined;
}

/** The clients of one experiment. */
class Queue {
  readonly waiting: { readonly stay: Stay; start(): void }[] = [];
  readonly running = new Set<Stay>();
  /** The one whose connection the server has not heard of yet. */
  starting: Stay | undefined;
}

/**
 * Streams of an experiment are begun in the order of their arrival, each when
 * those that had ended before it came are through: a server that saw them live
 * would have found them so, and named tables and numbered senders after it.
 */
export class ArrivalOrder {
  readonly #queues = new Map<string, Queue>();

  /** Resolves when the stream may begin. */
  enter(experiment: string, stay: Stay): Promise<void> {
    const queue = this.#queues.get(experiment) ?? new Queue();
    this.#queues.set(experiment, queue);
    return new Promise((start) => {
      const isLater = ({ stay: other }: { stay: Stay }) =>
        other.begun > stay.begun;
      const behind = queue.waiting.findIndex(isLater);
      const at = behind < 0 ? queue.waiting.length : behind;
      queue.waiting.splice(at, 0, { stay, start });
      this.#admit(queue);
    });
  }

  /** The server knows of the stream; the next one may begin. */
  begun(experiment: string, stay: Stay): void {
    const queue = this.#queues.get(experiment);
    if (queue?.starting !== stay) return;
    queue.starting = undefined;
    this.#admit(queue);
  }

  /** The stream is through. */
  leave(experiment: string, stay: Stay): void {
    const queue = this.#queues.get(experiment);
    if (queue === undefined) return;
    queue.running.delete(stay);
    if (queue.starting === stay) queue.starting = undefined;
    this.#admit(queue);
    if (queue.running.size === 0) this.#queues.delete(experiment);
  }

  #admit(queue: Queue): void {
    while (queue.starting === undefined) {
      const [next] = queue.waiting;
      if (next === undefined) return;
      const isBefore = ({ ended = Infinity }: Stay) => ended <= next.stay.begun;
      if ([...queue.running].some(isBefore)) return;
      queue.waiting.shift();
      queue.running.add(next.stay);
      queue.starting = next.stay;
      next.start();
    }
  }
}
