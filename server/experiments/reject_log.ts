/**
 * Refused samples of one experiment, until they are stored.
 *
 * @module
 */
import type { RefusedSample } from "../batches/row_sink.ts";
import type { Found, Reject, RejectCount } from "../rows/store.ts";

/** Bytes kept of each refused sample. */
export const KEPT_REJECT_BYTES = 4096;

/** Rows in a database at which keeping ends; counting goes on. */
export const MAX_REJECT_ROWS = 10_000;
/** Raw bytes in a database at which keeping ends. */
export const MAX_REJECT_BYTES: number = 64 * 1024 * 1024;

/** A count that still grows. */
type Counter = { -readonly [K in keyof RejectCount]: RejectCount[K] };

/** Counts every refused sample, and keeps the first ones. */
export class RejectLog {
  /** Bytes of the samples that wait. */
  waitingBytes = 0;
  readonly #keep: boolean;
  #rows: number;
  #bytes: number;
  #waiting: Reject[] = [];
  #counts = new Map<string, Counter>();

  /** Goes on from what was found in the database; `keep` none or some. */
  constructor(
    found: Pick<Found, "rejectRows" | "rejectBytes">,
    keep: boolean,
  ) {
    this.#rows = found.rejectRows;
    this.#bytes = found.rejectBytes;
    this.#keep = keep;
  }

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#counts.size === 0;
  }

  /** Takes a sample; its bytes are copied. */
  add(sample: RefusedSample): void {
    const { arrival, senderId, stream, reason, resume } = sample;
    const key = `${senderId} ${stream} ${resume} ${reason}`;
    const counter = this.#counts.get(key);
    if (counter !== undefined) counter.count++;
    else this.#counts.set(key, { senderId, stream, reason, count: 1, resume });
    if (
      !this.#keep || this.#rows >= MAX_REJECT_ROWS ||
      this.#bytes >= MAX_REJECT_BYTES
    ) {
      return;
    }
    const raw = sample.raw.slice(0, KEPT_REJECT_BYTES);
    const length = sample.raw.length;
    const kept = { arrival, senderId, stream, reason, raw, length, resume };
    this.#waiting.push(kept);
    this.#rows++;
    this.#bytes += raw.length;
    this.waitingBytes += raw.length;
  }

  /** Hands over what waits. */
  take(): { rejects: readonly Reject[]; rejectCounts: readonly RejectCount[] } {
    const taken = {
      rejects: this.#waiting,
      rejectCounts: [...this.#counts.values()],
    };
    this.#waiting = [];
    this.#counts = new Map();
    this.waitingBytes = 0;
    return taken;
  }
}
