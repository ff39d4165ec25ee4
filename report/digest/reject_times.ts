/**
 * When samples were rejected, as far as they are kept.
 *
 * @module
 */
import type { SenderNames } from "../../archive/sender_names.ts";
import type { StoredReject } from "../../stored/stored.ts";

/** The times of rejected samples of one sender and reason. */
export interface TimeSpan {
  /** When the first one arrived. */
  first: number;
  /** When the last one arrived. */
  last: number;
}

/** Collects times by sender and reason: as many as there are of both. */
export class RejectTimes {
  readonly #spans = new Map<string, TimeSpan>();

  readonly #names: SenderNames;

  /** Names senders as `names` does. */
  constructor(names: SenderNames) {
    this.#names = names;
  }

  /** Adds a sample. */
  add({ sender: id, reason, time }: StoredReject): void {
    const sender = this.#names.name(id);
    const span = this.#spans.get(keyOf(sender, reason));
    if (span === undefined) {
      this.#spans.set(keyOf(sender, reason), { first: time, last: time });
      return;
    }
    span.first = Math.min(span.first, time);
    span.last = Math.max(span.last, time);
  }

  /** The times for a sender's name and a reason; unset if none is kept. */
  of(sender: string, reason: string): TimeSpan | undefined {
    return this.#spans.get(keyOf(sender, reason));
  }
}

function keyOf(sender: string, reason: string): string {
  return JSON.stringify([sender, reason]);
}
