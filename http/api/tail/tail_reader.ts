/**
 * The events of one live tail.
 *
 * @module
 */
import { settlesWithin } from "../../../shared/settles_within.ts";
import type { PartSource } from "../queries/pulled_stream.ts";
import type { UsedSource } from "./tail_sources.ts";
import type { TailStep } from "./tail_step.ts";

/**
 * Tells a browser to reconnect after a second, and lets proxies pass the
 * headers on.
 */
const GREETING = "retry: 1000\n\n";

/** A comment: without it, proxies would end a connection that is quiet. */
const PING = ": ping\n\n";

/** How a tail is read. */
export interface TailReaderOptions {
  /** Where it starts. */
  readonly after: number;
  /** Milliseconds between two signs of life. */
  readonly pingMs: number;
  /** Text for an error of the archive: the data of an event `fault`. */
  readonly faultText: (error: unknown) => string;
  /** Called at the end. */
  readonly closed: () => void;
}

/** Server-sent events with the new rows of a source. */
export class TailReader implements PartSource {
  readonly #used: UsedSource;
  readonly #options: TailReaderOptions;
  #lastId: number;
  #hasGreeted = false;
  #hasFailed = false;
  #step: Promise<TailStep | undefined> | undefined;

  /** Reads `used`, and releases it at the end. */
  constructor(used: UsedSource, options: TailReaderOptions) {
    this.#used = used;
    this.#options = options;
    this.#lastId = options.after;
  }

  async next(): Promise<string | undefined> {
    if (this.#hasFailed) return undefined;
    if (!this.#hasGreeted) {
      this.#hasGreeted = true;
      return GREETING;
    }
    const quietSince = performance.now();
    for (;;) {
      this.#step ??= this.#used.source.next(this.#lastId);
      const left = this.#options.pingMs - (performance.now() - quietSince);
      if (!await settlesWithin(this.#step, Math.max(0, left))) return PING;
      try {
        const step = await this.#step;
        if (step === undefined) return undefined;
        this.#lastId = step.lastId;
        if (step.event !== undefined) return step.event;
      } catch (error) {
        this.#hasFailed = true;
        return `event: fault\ndata: ${this.#options.faultText(error)}\n\n`;
      } finally {
        this.#step = undefined;
      }
    }
  }

  close(): void {
    this.#used.release();
    this.#options.closed();
  }
}
