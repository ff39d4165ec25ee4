/**
 * How many tuples arrived when.
 *
 * @module
 */
import {
  moveSlots,
  type ScalePosition,
  SLOTS,
  type TimeScale,
} from "./time_scale.ts";

/** Counts by slot of an axis that grows. */
export class RateSlots {
  readonly #scale: TimeScale;
  #position: ScalePosition;
  readonly #counts = new Float64Array(SLOTS);

  /** Counts by the slots of `scale`, which others share. */
  constructor(scale: TimeScale) {
    this.#scale = scale;
    this.#position = { width: scale.width, first: scale.first };
  }

  /** Adds a tuple that arrived at `time`. */
  add(time: number): void {
    const slot = this.#scale.slot(time);
    this.#follow();
    this.#counts[slot]++;
  }

  /** The counts of the slots in use. */
  counts(): number[] {
    this.#follow();
    return [...this.#counts.subarray(0, this.#scale.used)];
  }

  #follow(): void {
    const { width, first } = this.#scale;
    const old = this.#position;
    if (width === old.width && first === old.first) return;
    this.#position = { width, first };
    const [counts] = this.#scale.copies(this.#counts);
    this.#counts.fill(0);
    moveSlots(old, this.#position, (from, to) => {
      this.#counts[to] += counts[from];
    });
  }
}
