/**
 * Keeps clients that cause the same message again and again from filling the
 * disk, be it one client or many: the first ones are passed on, then only their
 * number.
 *
 * @module
 */
import type { LogRecord } from "@logtape/logtape";
import { messageText } from "./log_line.ts";

/** Messages of one sort that are passed on before counting begins. */
const FIRST = 10;

/**
 * Messages from one place in the code, of whatever clients, that are passed on
 * in a window. A thousand nodes that start together are all named.
 */
const MOST_OF_KIND = { fault: 100, news: 2_000 } as const;

/** Milliseconds between two counts. */
const WINDOW_MS = 10_000;

/** Sorts told apart; beyond it the client no longer makes a difference. */
const MOST_SORTS = 1000;

/** Characters shown of the message that is counted. */
const MAX_SHOWN = 200;

/** Messages that are counted together. */
interface Tally {
  /** How many were passed on. */
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
  /** By client or domain and place in the code; passed since a silence. */
  readonly #sorts = new Map<string, Tally>();
  /** By place in the code; passed since the last count. */
  readonly #kinds = new Map<string, Tally>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** What may be written goes to `pass`. */
  constructor(pass: (record: LogRecord) => void) {
    this.#pass = pass;
  }

  /** Passes a message on, or counts it. */
  take(record: LogRecord): void {
    if (record.level === "debug") return this.#pass(record);
    this.#timer ??= setInterval(() => this.count(), WINDOW_MS);
    const kind = tally(this.#kinds, kindOf(record), record);
    const byClient = this.#sorts.size < MOST_SORTS;
    const sort = tally(this.#sorts, sortOf(record, byClient), record);
    if (sort.passed >= FIRST) sort.held++;
    else if (kind.passed >= mostOfKind(record)) kind.held++;
    else {
      sort.passed++;
      kind.passed++;
      this.#pass(record);
    }
  }

  /** Tells how many were held back; forgets those who have been silent. */
  count(): void {
    for (const tallies of [this.#sorts, this.#kinds]) {
      for (const [key, tally] of tallies) {
        if (tally.held > 0) this.#pass(summary(tally));
        if (tally.recent === 0) tallies.delete(key);
        tally.recent = tally.held = 0;
      }
    }
    for (const kind of this.#kinds.values()) kind.passed = 0;
    if (this.#kinds.size === 0) this.close();
  }

  /** Tells the last counts, and ends the counting. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#kinds.size > 0) this.count();
  }
}

/** The tally of `key`, with one more message that has come. */
function tally(
  tallies: Map<string, Tally>,
  key: string,
  last: LogRecord,
): Tally {
  const found = tallies.get(key) ?? { passed: 0, recent: 0, held: 0, last };
  tallies.set(key, found);
  found.recent++;
  found.last = last;
  return found;
}

function kindOf({ rawMessage, level }: LogRecord): string {
  return `${level} ${rawMessage}`;
}

function mostOfKind({ level }: LogRecord): number {
  return level === "info" ? MOST_OF_KIND.news : MOST_OF_KIND.fault;
}

function sortOf(record: LogRecord, byClient: boolean): string {
  const kind = kindOf(record);
  if (!byClient) return kind;
  const { client = "", domain = "" } = record.properties;
  // A client that comes back has another port, but is the same one.
  return `${kind} ${String(client).replace(/:\d+$/, "")} ${domain}`;
}

function summary({ last, held }: Tally): LogRecord {
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
