/**
 * The points of one line, in typed arrays.
 *
 * @module
 */

/**
 * Points of one sender and column, by ascending time. A point is a value, or
 * the smallest and largest value of a short time; NaN is a gap. At `limit`
 * points the older ones that are close in time become one point. So the memory
 * is bounded, the whole time is kept, and recent points stay exact.
 */
export class LineBuffer {
  #times: Float64Array;
  #low: Float64Array;
  #high: Float64Array;
  #length = 0;
  readonly #limit: number;

  /** An empty line that keeps at most `limit` points (at least 8). */
  constructor(limit = 16_384) {
    this.#limit = Math.max(8, limit);
    const first = Math.min(this.#limit, 256);
    this.#times = new Float64Array(first);
    this.#low = new Float64Array(first);
    this.#high = new Float64Array(first);
  }

  /** Number of points, gaps included. */
  get length(): number {
    return this.#length;
  }

  /** The times in seconds; only the first `length` are valid. */
  get times(): Float64Array {
    return this.#times;
  }

  /** The smallest values; NaN: a gap. Only the first `length` are valid. */
  get low(): Float64Array {
    return this.#low;
  }

  /** The largest values; NaN: a gap. Only the first `length` are valid. */
  get high(): Float64Array {
    return this.#high;
  }

  /** The last time; NaN without points. */
  get lastTime(): number {
    return this.#length === 0 ? NaN : this.#times[this.#length - 1];
  }

  /**
   * Adds a point: one value, or the values between `low` and `high`. A time
   * before the last one is sorted in.
   */
  add(time: number, low: number, high = low): void {
    if (Number.isNaN(time)) return;
    this.#makeRoom();
    let at = this.#length;
    if (at > 0 && time < this.#times[at - 1]) {
      at = this.indexAfter(time);
      for (const array of [this.#times, this.#low, this.#high]) {
        array.copyWithin(at + 1, at, this.#length);
      }
    }
    this.#set(at, time, low, high);
    this.#length++;
  }

  /** The index of the first point at `time` or later. */
  indexFrom(time: number): number {
    let [start, end] = [0, this.#length];
    while (start < end) {
      const middle = (start + end) >> 1;
      if (this.#times[middle] < time) start = middle + 1;
      else end = middle;
    }
    return start;
  }

  /** The index of the first point later than `time`. */
  indexAfter(time: number): number {
    let [start, end] = [0, this.#length];
    while (start < end) {
      const middle = (start + end) >> 1;
      if (this.#times[middle] <= time) start = middle + 1;
      else end = middle;
    }
    return start;
  }

  /**
   * The index of the point whose time is closest to `time`, gaps excluded, at
   * most `tolerance` seconds away; -1 without one.
   */
  nearest(time: number, tolerance: number): number {
    const after = this.indexFrom(time);
    let best = -1;
    let distance = tolerance;
    for (let at = Math.max(0, after - 2); at <= after + 1; at++) {
      if (at >= this.#length || Number.isNaN(this.#low[at])) continue;
      const away = Math.abs(this.#times[at] - time);
      if (away <= distance) [best, distance] = [at, away];
    }
    return best;
  }

  #makeRoom(): void {
    if (this.#length < this.#times.length) return;
    if (this.#length >= this.#limit) return this.#reduceOlder();
    const size = Math.min(this.#limit, this.#times.length * 2);
    this.#times = enlarged(this.#times, size);
    this.#low = enlarged(this.#low, size);
    this.#high = enlarged(this.#high, size);
  }

  /**
   * Merges the points of the older three quarters that are close in time, so
   * that little more than half of the limit remains.
   */
  #reduceOlder(): void {
    const cut = Math.floor(this.#length * 3 / 4);
    const [times, low] = [this.#times, this.#low];
    const start = times[0];
    const width = (times[cut - 1] - start) / (this.#limit / 8) || 1;
    let to = 0;
    for (let from = 0; from < cut;) {
      const slot = Math.floor((times[from] - start) / width);
      let end = from + 1;
      while (end < cut && Math.floor((times[end] - start) / width) === slot) {
        end++;
      }
      const lastTime = times[end - 1];
      const endsInGap = Number.isNaN(low[end - 1]);
      const startsInGap = Number.isNaN(low[from]);
      if (startsInGap && to > 0 && !Number.isNaN(low[to - 1])) {
        this.#set(to++, times[from], NaN, NaN);
      }
      to += this.#merge(from, end, to);
      if (endsInGap && to > 0 && !Number.isNaN(low[to - 1])) {
        this.#set(to++, lastTime, NaN, NaN);
      }
      from = end;
    }
    for (const array of [times, low, this.#high]) {
      array.copyWithin(to, cut, this.#length);
    }
    this.#length += to - cut;
  }

  /** Writes all values of some points as one point; returns 0 without any. */
  #merge(from: number, end: number, to: number): 0 | 1 {
    let [min, max] = [Infinity, -Infinity];
    let [first, last] = [NaN, NaN];
    for (let at = from; at < end; at++) {
      if (Number.isNaN(this.#low[at])) continue;
      if (Number.isNaN(first)) first = this.#times[at];
      last = this.#times[at];
      min = Math.min(min, this.#low[at]);
      max = Math.max(max, this.#high[at]);
    }
    if (Number.isNaN(first)) return 0;
    this.#set(to, (first + last) / 2, min, max);
    return 1;
  }

  #set(at: number, time: number, low: number, high: number): void {
    this.#times[at] = time;
    this.#low[at] = low;
    this.#high[at] = high;
  }
}

function enlarged(array: Float64Array, size: number): Float64Array {
  const larger = new Float64Array(size);
  larger.set(array);
  return larger;
}
