/**
 * Counts what the rules of access refuse, and logs each refusal once.
 *
 * @module
 */
import type { Log } from "../shared/log.ts";

/** What was refused, by the rule that refused it. */
export interface RefusalCounts {
  /** Connections from addresses that `--allow` does not list. */
  readonly addresses: number;
  /** Streams whose domain their client may not write to. */
  readonly domains: number;
  /** Connections whose TLS handshake failed. */
  readonly handshakes: number;
}

/** A refusal for the log. */
export interface Refusal {
  /** The rule. */
  readonly kind: keyof RefusalCounts;
  /** The client; the refusal is logged once for each. */
  readonly client: string;
  /** What was refused and why, with the remedy. */
  readonly reason: string;
}

/** Refusals that are remembered; beyond it the oldest may be logged again. */
const MOST_KNOWN = 1_000;

/** Refusals held until there is a log. */
const MOST_HELD = 100;

/** Counts and logs refusals. */
export class Refusals {
  readonly #counts = { addresses: 0, domains: 0, handshakes: 0 };
  readonly #known = new Set<string>();
  #held: Refusal[] = [];
  #log: Log | undefined;

  /** Their numbers so far. */
  get counts(): RefusalCounts {
    return { ...this.#counts };
  }

  /** Logs to `log` from now on; the ports are open before there is a log. */
  logTo(log: Log): void {
    this.#log = log;
    const held = this.#held;
    this.#held = [];
    for (const refusal of held) this.#write(refusal);
  }

  /** Counts a refusal; logs it if it is new. */
  add(refusal: Refusal): void {
    if (!this.count(refusal)) return;
    if (this.#log !== undefined) this.#write(refusal);
    else if (this.#held.length < MOST_HELD) this.#held.push(refusal);
  }

  /** Counts a refusal; returns whether it is new. */
  count({ kind, client, reason }: Refusal): boolean {
    this.#counts[kind]++;
    const key = `${kind} ${client} ${reason}`;
    if (this.#known.has(key)) return false;
    if (this.#known.size >= MOST_KNOWN) {
      for (const oldest of this.#known) {
        this.#known.delete(oldest);
        break;
      }
    }
    this.#known.add(key);
    return true;
  }

  #write({ client, reason }: Refusal): void {
    this.#log?.warn("{client}: refused: {reason}", { client, reason });
  }
}
