/**
 * Keeps a client that causes the same message again and again from filling
 * the disk: the first ones are passed on, then only their number.
 *
 * @module
 */
import type { LogRecord } from "@logtape/logtape";
import { messageText } from "./log_line.ts";

/** Messages of one sort that are passed on before counting begins. */
const FIRST = 10;

/** Milliseconds between two counts. */
const WINDOW_MS = 10_000;

/** Sorts told apart; beyond it the client no longer makes a difference. */
const MOST_SORTS = 1000;

/** Characters shown of the message that is counted. */
const MAX_SHOWN = 200;

/** The messages of one client, or of one domain, from one place in the code. */
interface Sort {
  /** How many were passed on since the last silence. */
  passed: number;
  /** How many came since the last count. */
  recent: number;
  /** How many of these were held back, and the last of them. */
  held: number;
  last: LogRecord;
}

/** A filter in front of a log. Details for a search of faults (DEBUG) pass. */
export class Repeats {
  readonly #pass: (record: LogRecord) => void;
  readonly #sorts = new Map<string, Sort>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** What may be written goes to `pass`. */
  constructor(pass: (record: LogRecord) => void) {
    this.#pass = pass;
  }

  /** Passes a message on, or counts it. */
  take(record: LogRecord): void {
    if (record.level === "debug") return this.#pass(record);
    const sort = this.#sort(record);
    sort.recent++;
    sort.last = record;
    if (sort.passed < FIRST) {
      sort.passed++;
      this.#pass(record);
    } else {
      sort.held++;
    }
  }

  /** Tells how many were held back; forgets those who have been silent. */
  count(): void {
    for (const [key, sort] of this.#sorts) {
      if (sort.held > 0) this.#pass(summary(sort));
      if (sort.recent === 0) this.#sorts.delete(key);
      sort.recent = sort.held = 0;
    }
    if (this.#sorts.size === 0) this.close();
  }

  /** Tells the last counts, and ends the counting. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#sorts.size > 0) this.count();
  }

  #sort(record: LogRecord): Sort {
    const key = sortOf(record, this.#sorts.size < MOST_SORTS);
    let sort = this.#sorts.get(key);
    if (sort === undefined) {
      sort = { passed: 0, recent: 0, held: 0, last: record };
      this.#sorts.set(key, sort);
    }
    this.#timer ??= setInterval(() => this.count(), WINDOW_MS);
    return sort;
  }
}

function sortOf(record: LogRecord, byClient: boolean): string {
  const { rawMessage, level, properties } = record;
  const place = `${level} ${rawMessage}`;
  if (!byClient) return place;
  // A client that comes back has another port, but is the same one.
  const client = String(properties.client ?? "").replace(/:\d+$/, "");
  return `${place} ${client} ${properties.domain ?? ""}`;
}

function summary({ last, held }: Sort): LogRecord {
  const text = messageText(last);
  const shown = text.length > MAX_SHOWN
    ? `${text.slice(0, MAX_SHOWN)}...`
    : text;
  const count = held.toLocaleString("en-US");
  const seconds = WINDOW_MS / 1000;
  return {
    ...last,
    timestamp: Date.now(),
    message: [`${shown} ... and ${count} more like this in ${seconds} s`],
    properties: { ...last.properties, repeated: held },
  };
}
