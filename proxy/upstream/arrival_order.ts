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

/** Streams that are through but for the server's last word, all together. */
const PASSING = 128;

/** The clients of one experiment. */
class Queue {
  readonly waiting: { readonly stay: Stay; start(): void }[] = [];
  /** Those that others which came after their end have to wait for. */
  readonly running = new Set<Stay>();
  /** Those that nobody has to wait for. */
  readonly passing = new Set<Stay>();
  /** The one whose connection the server has not heard of yet. */
  starting: Stay | undefined;
  /** Whether those that have just entered are about to be looked at. */
  isDue = false;

  get isEmpty(): boolean {
    return this.waiting.length + this.running.size + this.passing.size === 0;
  }
}

/**
 * Streams of an experiment are begun in the order of their arrival, each when
 * those that had ended before it came are through: a server that saw them live
 * would have found them so, and named tables and numbered senders after it.
 * Where the headers of a stream are all that matters for that, the next one
 * begins when the server has those: many short streams pass at a time.
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

  /** All that enter in one turn, as at RESUME, are in order before one begins. */
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
   * changes nothing for those behind it.
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

  /** The stream is through. */
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
