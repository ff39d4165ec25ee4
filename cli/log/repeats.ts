/**
 * Keeps repeated messages from filling the disk, whether one client causes them
 * or many: the first ones are logged, later ones only counted.
 *
 * @module
 */
import type { LogRecord } from "@logtape/logtape";
import { messageText } from "./log_line.ts";

/** Messages of one kind that are logged before counting begins. */
const FIRST = 10;

/**
 * Messages from one place in the code, whatever the client, that are logged per
 * window. A thousand nodes that start together are all named.
 */
const MOST_OF_KIND = { fault: 100, news: 2_000 } as const;

/** Milliseconds between two counts. */
const WINDOW_MS = 10_000;

/** Maximum number of kinds; beyond it, clients are not distinguished. */
const MOST_SORTS = 1000;

/** Characters shown of a counted message. */
const MAX_SHOWN = 200;

/** Messages that are counted together. */
interface Tally {
  /** Number of messages logged. */
  passed: number;
  /** Number of messages since the last count. */
  recent: number;
  /** Number of messages held back, and the last of them. */
  held: number;
  last: LogRecord;
}

/** A filter in front of a log. DEBUG messages pass unfiltered. */
export class Repeats {
  readonly #pass: (record: LogRecord) => void;
  /** By client or domain and place in the code; reset after a silence. */
  readonly #sorts = new Map<string, Tally>();
  /** By place in the code; reset at each count. */
  readonly #kinds = new Map<string, Tally>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Forwards messages to `pass`. */
  constructor(pass: (record: LogRecord) => void) {
    this.#pass = pass;
  }

  /** Forwards a message, or counts it. */
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

  /** Logs how many messages were held back; forgets silent kinds. */
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

  /** Logs the last counts, and stops counting. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#kinds.size > 0) this.count();
  }
}

/** The tally of `key`, including one more message. */
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
  // A client that reconnects has another port, but is the same client.
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
