/**
 * Keeps streams in the order in which their clients connected.
 *
 * @module
 */

/** When a client was connected, in ms since 1970. */
export interface Stay {
  /** When it connected. */
  readonly begun: number;
  /** When it disconnected; unset while it is connected. */
  readonly ended: number | undefined;
}

/** Limit of passing streams, of all experiments together. */
const PASSING = 128;

/** The streams of one experiment. */
class Queue {
  readonly waiting: { readonly stay: Stay; start(): void }[] = [];
  /** Streams that those of later clients have to wait for. */
  readonly running = new Set<Stay>();
  /**
   * Streams that only wait for the server's confirmation; no other waits for
   * them.
   */
  readonly passing = new Set<Stay>();
  /** The stream whose headers the server does not have yet. */
  starting: Stay | undefined;
  /** Whether `#admit` is scheduled. */
  isDue = false;

  get isEmpty(): boolean {
    return this.waiting.length + this.running.size + this.passing.size === 0;
  }
}

/**
 * Streams of an experiment begin in the order in which their clients connected.
 * Each waits until the streams that had ended before are delivered: a server
 * connected directly would have seen them in this order, and named tables and
 * numbered senders accordingly. If only the headers of a stream matter for
 * that, the next stream begins when the server has these, so that many short
 * streams are sent at a time.
 */
export class ArrivalOrder {
  readonly #queues = new Map<string, Queue>();
  #passing = 0;

  /** Resolves when the stream may begin. */
  enter(experiment: string, stay: Stay): Promise<void> {
    const queue = this.#queues.get(experiment) ?? new Queue();
    this.#queues.set(experiment, queue);
    return new Promise((start) => {
      const isLater = ({ stay: other }: { stay: Stay }) =>
        other.begun > stay.begun;
      const isLast = queue.waiting.length === 0 ||
        !isLater(queue.waiting[queue.waiting.length - 1]);
      const at = isLast
        ? queue.waiting.length
        : queue.waiting.findIndex(isLater);
      queue.waiting.splice(at, 0, { stay, start });
      this.#admitSoon(queue);
    });
  }

  /** All that enter in one turn, as at RESUME, are sorted before one begins. */
  #admitSoon(queue: Queue): void {
    if (queue.isDue) return;
    queue.isDue = true;
    setTimeout(() => {
      queue.isDue = false;
      this.#admit(queue);
    });
  }

  /**
   * The server knows of the stream; the next one may begin. `isPlain`: its body
   * changes nothing for later streams.
   */
  begun(experiment: string, stay: Stay, isPlain = false): void {
    const queue = this.#queues.get(experiment);
    if (queue?.starting !== stay) return;
    queue.starting = undefined;
    if (isPlain && queue.running.delete(stay)) {
      queue.passing.add(stay);
      this.#passing++;
    }
    this.#admit(queue);
  }

  /** The stream is delivered or given up. */
  leave(experiment: string, stay: Stay): void {
    const queue = this.#queues.get(experiment);
    if (queue === undefined) return;
    queue.running.delete(stay);
    if (queue.starting === stay) queue.starting = undefined;
    this.#admit(queue);
    if (queue.passing.delete(stay)) {
      this.#passing--;
      for (const other of this.#queues.values()) this.#admit(other);
    }
    if (queue.isEmpty) this.#queues.delete(experiment);
  }

  #admit(queue: Queue): void {
    while (queue.starting === undefined) {
      const [next] = queue.waiting;
      if (next === undefined) return;
      if (queue.passing.size > 0 && this.#passing >= PASSING) return;
      const isBefore = ({ ended = Infinity }: Stay) => ended <= next.stay.begun;
      if ([...queue.running].some(isBefore)) return;
      queue.waiting.shift();
      queue.running.add(next.stay);
      queue.starting = next.stay;
      next.start();
    }
  }
}
