/**
 * Rejected samples of one experiment, until they are stored.
 *
 * @module
 */
import type { RejectedSample } from "../batches/row_sink.ts";
import {
  KEPT_REJECT_BYTES,
  type KeptRejects,
  roomForRejects,
} from "../rows/reject_limits.ts";
import type { Reject, RejectCount } from "../rows/store.ts";

/** A count that still grows. */
type Counter = { -readonly [K in keyof RejectCount]: RejectCount[K] };

/** Counts every rejected sample, and keeps the first ones. */
export class RejectLog {
  /** Bytes of the waiting samples. */
  waitingBytes = 0;
  readonly #keep: boolean;
  /** What the database holds, including what waits. */
  readonly #kept: { -readonly [K in keyof KeptRejects]: KeptRejects[K] };
  #waiting: Reject[] = [];
  #counts = new Map<string, Counter>();

  /**
   * Continues from the database's contents; `keep`: whether samples are kept,
   * or only counted.
   */
  constructor({ rejectRows, rejectBytes }: KeptRejects, keep: boolean) {
    this.#kept = { rejectRows, rejectBytes };
    this.#keep = keep;
  }

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#counts.size === 0;
  }

  /** Adds a sample; its bytes are copied. */
  add(sample: RejectedSample): void {
    const { arrival, senderId, stream, reason, resume } = sample;
    const key = `${senderId} ${stream} ${resume} ${reason}`;
    const counter = this.#counts.get(key);
    if (counter !== undefined) counter.count++;
    else this.#counts.set(key, { senderId, stream, reason, count: 1, resume });
    if (!this.#keep || roomForRejects(this.#kept) === 0) return;
    const raw = sample.raw.slice(0, KEPT_REJECT_BYTES);
    const length = sample.raw.length;
    const kept = { arrival, senderId, stream, reason, raw, length, resume };
    this.#waiting.push(kept);
    this.#kept.rejectRows++;
    this.#kept.rejectBytes += raw.length;
    this.waitingBytes += raw.length;
  }

  /** Returns and removes everything waiting. */
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
