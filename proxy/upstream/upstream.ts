/**
 * The server that streams are replayed to.
 *
 * @module
 */
import { areEndsOfOne, type Ends } from "../../ports/connection_ends.ts";
import { errorText } from "../../ports/error_text.ts";
import type { Log } from "../../ports/log.ts";
import type { OutgoingConnection, Runtime } from "../../ports/runtime.ts";
import type { ReplayOptions } from "../options.ts";
import { Turns } from "../turns.ts";
import { backoff } from "./backoff.ts";
import type { Link } from "./link.ts";

/** It can't be reached, or is no OML server. */
export type Trouble = "away" | "stranger";

/** Opens connections, one at a time, and says when the server goes or comes. */
export class Upstream {
  #foreign: boolean;
  readonly #runtime: Runtime;
  readonly #options: ReplayOptions;
  readonly #log: Log;
  readonly #turns = new Turns();
  readonly #open = new Set<OutgoingConnection>();
  #trouble: Trouble | undefined;
  /** Whether it is known not to speak first. */
  #isInspected = false;

  /** The server that `options` name. */
  constructor(runtime: Runtime, options: ReplayOptions, log: Log) {
    this.#runtime = runtime;
    this.#options = options;
    this.#log = log;
    this.#foreign = !options.resumeHeader;
  }

  /** Whether it is known to answer nobody. */
  get foreign(): boolean {
    return this.#foreign;
  }

  /** It has not answered in time. */
  tellForeign(): void {
    if (!this.#foreign) {
      this.#log.info(
        "{name}: does not tell what it has stored; sending in segments",
        { name: this.name },
      );
    }
    this.#foreign = true;
  }

  /** What is wrong with it, if something is. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** Its name, for people. */
  get name(): string {
    const { host, port } = this.#options;
    return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  }

  /** Whether a connection that was accepted is one of those opened here. */
  owns(accepted: Ends): boolean {
    return [...this.#open].some((opened) => areEndsOfOne(opened, accepted));
  }

  /**
   * Opens a connection for `link`, however long that takes; whether it is
   * there: not where the link is not wanted any more.
   */
  open(link: Link): Promise<boolean> {
    return this.#turns.run(async () => {
      for (let failures = 1; link.wanted; failures++) {
        if (await this.#try(link)) return true;
        await link.delay(backoff(failures, this.#options.backoffMs));
      }
      return false;
    });
  }

  /** Opens a connection, if that can be done now. */
  async probe(): Promise<OutgoingConnection | undefined> {
    const { host, port } = this.#options;
    return await this.#runtime.connect(port, host).catch(() => undefined);
  }

  /** A connection broke: says so, unless it is known. */
  lost(reason: string, by: Trouble = "away"): void {
    const { name } = this;
    if (this.#trouble !== by) {
      const what = by === "away" ? "away" : "nothing is sent to it";
      this.#log.warn("{name}: {what} ({reason}); trying again", {
        ...{ name, what, reason },
      });
    }
    this.#trouble = by;
    // Who answers next may be another server.
    this.#foreign = !this.#options.resumeHeader;
    this.#isInspected = false;
  }

  /** Whether a connection is there. */
  async #try(link: Link): Promise<boolean> {
    try {
      const connection = await this.#connect(link);
      if (connection === undefined) return false;
      this.#open.add(connection);
      const forget = () => this.#open.delete(connection);
      connection.closed.then(forget, forget);
      link.use(connection);
      await this.#inspect(link);
      return true;
    } catch (error) {
      this.lost(errorText(error));
      return false;
    }
  }

  /** A connection, unless `link` is not wanted any more before it is there. */
  async #connect(link: Link): Promise<OutgoingConnection | undefined> {
    const { host, port } = this.#options;
    const received = (bytes: Uint8Array) => link.received(bytes);
    const connecting = this.#runtime.connect(port, host, received);
    if (await link.awaits(connecting)) return await connecting;
    connecting.then((late) => late.close(), () => undefined);
    return undefined;
  }

  /** Listens for a while to a server that nothing is known of. */
  async #inspect(link: Link): Promise<void> {
    if (!this.#isInspected) await link.goneWithin(this.#options.inspectMs);
    if (link.gone !== undefined) return;
    if (this.#trouble !== undefined) {
      this.#log.info("{name}: back again", { name: this.name });
    }
    this.#trouble = undefined;
    this.#isInspected = true;
  }
}
