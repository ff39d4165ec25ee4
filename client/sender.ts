/**
 * Sends the buffer to its destination, in the background.
 *
 * ```
 *             ┌──────────── peer left, all delivered ────────────┐
 *             ▼                                                  │
 *   idle ─ a tuple ─▶ connecting ───▶ connected ─ broken ─▶ waiting
 *                          ▲                                  │
 *                          └────────── back-off over ─────────┘
 * ```
 *
 * @module
 */
import { textWithHint } from "../shared/hint_error.ts";
import type { Address } from "../ports/runtime.ts";
import type { BackOff } from "./back_off.ts";
import { ConnectionError } from "./errors.ts";
import type { ClientObserver, ClientState } from "./options.ts";
import type { Destination, Outlet } from "./outlet.ts";
import { settlesWithin } from "../shared/settles_within.ts";
import { Signal } from "../shared/signal.ts";
import type { StreamStart } from "./stream_start.ts";
import type { TupleBuffer } from "./tuple_buffer.ts";

/** A connection that lasted this many milliseconds was a good one. */
const GOOD_MS = 5_000;

/** The parts of a sender. */
export interface SenderParts {
  /** The destination. */
  readonly destination: Destination;
  /** The buffered tuples. */
  readonly buffer: TupleBuffer;
  /** Sends what precedes the tuples. */
  readonly start: StreamStart;
  /** The pauses while the destination is unreachable. */
  readonly backOff: BackOff;
  /** Notified of events. */
  readonly observer: ClientObserver;
  /** Called with the number of tuples delivered. */
  readonly delivered: (tuples: number) => void;
}

/** Sends until it is told to finish. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #signal = new Signal();
  readonly #retry = new Signal();
  readonly #running: Promise<void>;
  #state: ClientState = "idle";
  #outlet: Outlet | undefined;
  #retryAt = 0;
  #ending = false;
  /** Whether the other end has yet to close after the last bytes. */
  #isUnconfirmed = false;
  readonly #abandon = new AbortController();

  /** Starts at once. */
  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** Current state. */
  get state(): ClientState {
    return this.#state;
  }

  /** Local end of the connection, while there is one. */
  get local(): Address | undefined {
    return this.#outlet?.local;
  }

  /** To be called when something was added to the buffer. */
  wake(): void {
    this.#signal.notify();
  }

  /**
   * Delivers the buffer within `ms` milliseconds, and ends. Returns whether the
   * other end closed after it, if there was a connection.
   */
  async finish(ms: number): Promise<boolean> {
    this.#ending = true;
    this.#retryAt = 0;
    this.#retry.notify();
    this.#signal.notify();
    if (!await settlesWithin(this.#running, ms)) {
      this.#become("closed");
      this.#abandon.abort();
      this.#outlet?.close();
      this.#retry.notify();
      this.#signal.notify();
    }
    return !this.#isUnconfirmed;
  }

  async #run(): Promise<void> {
    const { buffer } = this.#parts;
    while (this.#state !== "closed") {
      if (buffer.tuples > 0) await this.#attempt();
      else if (this.#ending) this.#become("closed");
      else {
        this.#become("idle");
        await this.#signal.wait();
      }
    }
  }

  async #attempt(): Promise<void> {
    const pause = this.#retryAt - performance.now();
    if (pause > 0) {
      this.#become("waiting");
      await this.#retry.wait(pause);
    }
    if (this.#state === "closed") return;
    const began = performance.now();
    try {
      await this.#connect();
    } catch (cause) {
      if (this.#isClosed) return;
      const { destination, observer } = this.#parts;
      const why = `Cannot send to ${destination.name}: ${textWithHint(cause)}`;
      observer.failed?.(new ConnectionError(why, { cause }));
    }
    const now = performance.now();
    const { backOff } = this.#parts;
    if (now - began >= GOOD_MS) backOff.reset();
    this.#retryAt = now + backOff.next();
  }

  async #connect(): Promise<void> {
    const { destination, start } = this.#parts;
    this.#become("connecting");
    const gone = new AbortController();
    const outlet = await destination.open((bytes) => {
      if (!gone.signal.aborted) this.#stored(start.received(bytes));
    }, this.#abandon.signal);
    this.#outlet = outlet;
    const leave = () => {
      gone.abort();
      outlet.close();
      start.gone();
      this.#signal.notify();
    };
    outlet.closed.then(leave, leave);
    try {
      if (this.#isClosed) return;
      this.#become("connected", outlet.local);
      this.#stored(await start.greet(outlet));
      await this.#send(outlet, gone.signal);
    } finally {
      this.#outlet = undefined;
      gone.abort();
      outlet.close();
    }
  }

  async #send(outlet: Outlet, gone: AbortSignal): Promise<void> {
    const { buffer, start } = this.#parts;
    while (!gone.aborted) {
      const next = buffer.take();
      if (next !== undefined) {
        await outlet.write(next.bytes);
        this.#delivered(start.sent(next.end));
      } else if (this.#ending && buffer.tuples === 0) {
        return await this.#end(outlet);
      } else await this.#signal.wait();
    }
  }

  /**
   * A server that closes has read everything. If the connection breaks it may
   * not have, unless it has confirmed it.
   */
  async #end(outlet: Outlet): Promise<void> {
    this.#isUnconfirmed = !this.#parts.start.proves;
    await outlet.end();
    this.#isUnconfirmed = false;
  }

  /** The other end confirms stored tuples, so it works. */
  #stored(tuples: number): void {
    if (tuples > 0) this.#parts.backOff.reset();
    this.#delivered(tuples);
  }

  #delivered(tuples: number): void {
    if (tuples === 0) return;
    this.#parts.delivered(tuples);
    if (this.#ending) this.#signal.notify();
  }

  /** Read again, because it may have changed during an `await`. */
  get #isClosed(): boolean {
    return this.#state === "closed";
  }

  #become(state: ClientState, local?: Address): void {
    if (state === this.#state || this.#state === "closed") return;
    this.#state = state;
    this.#parts.observer.stateChanged?.(state, local);
  }
}
