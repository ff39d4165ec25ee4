/**
 * The server that streams are replayed to.
 *
 * @module
 */
import { addressText } from "../../ports/address_text.ts";
import { setTimeout as delay } from "node:timers/promises";
import { areEndsOfOne, type Ends } from "../../ports/connection_ends.ts";
import { textWithHint } from "../../shared/hint_error.ts";
import type { Log } from "../../shared/log.ts";
import type { OutgoingConnection, Runtime } from "../../ports/runtime.ts";
import type { ReplayOptions } from "../options.ts";
import { Signal } from "../../shared/signal.ts";
import { SerialQueue } from "../../shared/serial_queue.ts";
import { backOff } from "../../shared/back_off.ts";
import { Link, type LinkEnd } from "./link.ts";
import { type Arrivals, LoopCheck } from "./loop_check.ts";

/** Milliseconds after which a probe is given up. */
const PROBE_MS = 2_000;

/**
 * A client may connect and disconnect by chance as in a loop, but not so often.
 */
const LOOPS = 2;

/** It can't be reached, or is not an OML server. */
export type Trouble = "away" | "not-oml";

/**
 * Opens connections, one at a time, and logs when the server is lost or back.
 */
export class Upstream {
  /** The clients of this process, which may include its own connections. */
  arrivals: Arrivals = () => new Set();
  /** Called if the server is this process itself. */
  loopDetected: () => void = () => undefined;
  #foreign: boolean;
  /** Whether it has answered for a stream since it was last away. */
  #hasAnswered = false;
  readonly #runtime: Runtime;
  readonly #options: ReplayOptions;
  readonly #log: Log;
  readonly #opening = new SerialQueue();
  readonly #open = new Set<OutgoingConnection>();
  #trouble: Trouble | undefined;
  /** Whether it is known not to send first, and to be another process. */
  #isInspected = false;

  /** The server that `options` name. */
  constructor(runtime: Runtime, options: ReplayOptions, log: Log) {
    this.#runtime = runtime;
    this.#options = options;
    this.#log = log;
    this.#foreign = !options.resumeHeader;
  }

  /** Whether it is known not to answer. */
  get foreign(): boolean {
    return this.#foreign;
  }

  /** Whether it answers: one that is silent about a stream is only slow. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** It has answered. */
  noteAnswer(): void {
    this.#hasAnswered = true;
  }

  /** It has not answered in time. */
  noteForeign(): void {
    if (!this.#foreign) {
      this.#log.info(
        "{name}: does not report what it has stored; sending in segments",
        { name: this.name },
      );
    }
    this.#foreign = true;
  }

  /** What is wrong with it, if anything. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** Its name, for the log. */
  get name(): string {
    return addressText(this.#options);
  }

  /** Whether an accepted connection is one of those opened here. */
  owns(accepted: Ends): boolean {
    return [...this.#open].some((opened) => areEndsOfOne(opened, accepted));
  }

  /**
   * Opens a connection for `link`, however long that takes; resolves to false
   * if the link is not wanted any more.
   */
  open(link: Link): Promise<boolean> {
    return this.#opening.run(async () => {
      for (let failures = 1; link.wanted; failures++) {
        if (await this.#try(link)) return true;
        await link.delay(backOff(failures, this.#options.backoffMs));
      }
      return false;
    });
  }

  /** Opens a connection, if that is possible now. */
  async probe(): Promise<OutgoingConnection | undefined> {
    const connecting = this.#dial();
    const late = delay(PROBE_MS, undefined, { ref: false });
    const connection = await Promise.race([connecting, late])
      .catch(() => undefined);
    if (connection === undefined) {
      connecting.then((late) => late.close(), () => undefined);
    }
    return connection;
  }

  /** A connection is lost: logs that, unless the server is known to be away. */
  lost(reason: string, by: Trouble = "away"): void {
    const { name } = this;
    if (this.#trouble !== by) {
      const what = by === "away" ? "away" : "nothing is sent to it";
      this.#log.warn("{name}: {what} ({reason}); retrying", {
        ...{ name, what, reason },
      });
    }
    this.#trouble = by;
    // The next to answer may be another server.
    this.#foreign = !this.#options.resumeHeader;
    this.#hasAnswered = false;
    this.#isInspected = false;
  }

  /** Resolves to true if a connection is open. */
  async #try(link: Link): Promise<boolean> {
    try {
      if (!this.#isInspected && !await this.#inspect(link)) return false;
      const connection = await this.#connect(link, link);
      if (connection === undefined) return false;
      this.#open.add(connection);
      const forget = () => this.#open.delete(connection);
      connection.closed.then(forget, forget);
      link.use(connection);
      if (this.#trouble !== undefined) {
        this.#log.info("{name}: back", { name: this.name });
      }
      this.#trouble = undefined;
      return true;
    } catch (error) {
      this.lost(textWithHint(error));
      return false;
    }
  }

  #dial(received?: (bytes: Uint8Array) => void): Promise<OutgoingConnection> {
    const { host, port, tls } = this.#options;
    return this.#runtime.connect(port, host, received, undefined, tls);
  }

  /** A connection for `to`, unless `link` stops being wanted. */
  async #connect(
    link: Link,
    to: Link,
  ): Promise<OutgoingConnection | undefined> {
    const connecting = this.#dial((bytes) => to.received(bytes));
    if (await link.awaits(connecting)) return await connecting;
    connecting.then((late) => late.close(), () => undefined);
    return undefined;
  }

  /**
   * Whether the server may be sent something: over an unused connection it does
   * not send first, and is not found to be this proxy itself.
   */
  async #inspect(link: Link): Promise<boolean> {
    for (let loops = 0; loops < LOOPS; loops++) {
      const check = new LoopCheck(this.arrivals);
      const probe = new Link(new Signal(), () => link.wanted, 0);
      const connection = await this.#connect(link, probe);
      if (connection === undefined) return false;
      probe.use(connection);
      await probe.goneWithin(this.#options.inspectMs);
      const { gone } = probe;
      const isLoop = await check.run(() => probe.close());
      if (gone !== undefined) {
        this.lost(gone.lost ?? "it closed the connection", troubleOf(gone));
        return false;
      }
      if (!isLoop) return this.#isInspected = true;
    }
    this.loopDetected();
    return false;
  }
}

function troubleOf({ blame }: LinkEnd): Trouble {
  return blame === "not-oml" ? "not-oml" : "away";
}
