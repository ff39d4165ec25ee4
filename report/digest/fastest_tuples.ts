/**
 * The tuples that took the shortest time from client to server, by time: the
 * lower envelope of the delays. Tuples that a client library holds back and
 * sends together, and queues of the network, delay others, but not these.
 *
 * @module
 */
import {
  moveSlots,
  type ScalePosition,
  SLOTS,
  type TimeScale,
} from "./time_scale.ts";

/** A tuple's times. */
export interface FastTuple {
  /** When the server received it. */
  readonly time: number;
  /** Client time less server time. */
  readonly offset: number;
}

/** Keeps the fastest tuple of each slot of an axis that grows. */
export class FastestTuples {
  readonly #scale: TimeScale;
  #position: ScalePosition;
  readonly #offsets = new Float64Array(SLOTS).fill(-Infinity);
  readonly #times = new Float64Array(SLOTS);

  /** Keeps one for each slot of `scale`, which others share. */
  constructor(scale: TimeScale) {
    this.#scale = scale;
    this.#position = { width: scale.width, first: scale.first };
  }

  /** Adds a tuple by its two times. */
  add(client: number, server: number): void {
    const slot = this.#scale.slot(server);
    this.#follow();
    const offset = client - server;
    if (offset <= this.#offsets[slot]) return;
    this.#offsets[slot] = offset;
    this.#times[slot] = server;
  }

  /** The fastest ones, in the order of their times. */
  list(): FastTuple[] {
    this.#follow();
    const found: FastTuple[] = [];
    this.#offsets.forEach((offset, slot) => {
      if (offset > -Infinity) found.push({ time: this.#times[slot], offset });
    });
    return found;
  }

  #follow(): void {
    const { width, first } = this.#scale;
    const old = this.#position;
    if (width === old.width && first === old.first) return;
    this.#position = { width, first };
    const [offsets, times] = this.#scale.copies(this.#offsets, this.#times);
    this.#offsets.fill(-Infinity);
    moveSlots(old, this.#position, (from, to) => {
      if (offsets[from] <= this.#offsets[to]) return;
      this.#offsets[to] = offsets[from];
      this.#times[to] = times[from];
    });
  }
}
