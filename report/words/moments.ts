/**
 * Times of an experiment in words.
 *
 * @module
 */
import { formatTime } from "../../web/format/times.ts";

/** The length of `YYYY-MM-DD` in a time. */
const DATE = 10;

/** Writes times of one experiment. */
export class Moments {
  readonly #startTime: number | null;
  readonly #date: string;

  /**
   * `startTime` is that of the experiment, UNIX seconds; `first` is the time
   * whose date need not be repeated, in seconds since the start.
   */
  constructor(startTime: number | null, first: number | null) {
    this.#startTime = startTime;
    this.#date = startTime === null || first === null
      ? ""
      : formatTime(startTime + first).slice(0, DATE);
  }

  /**
   * A time in seconds since the start: `10:42:03 UTC`, with the date on other
   * days than the first; `342.1 s` without a start.
   */
  at(time: number): string {
    const whole = this.whole(time);
    return this.#date !== "" && whole.startsWith(`${this.#date} `)
      ? whole.slice(DATE + 1)
      : whole;
  }

  /** The same, always with the date. */
  whole(time: number): string {
    return this.#startTime === null
      ? `${time.toFixed(1)} s`
      : formatTime(this.#startTime + time);
  }
}
