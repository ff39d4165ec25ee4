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

/** Opens connections, one at a time, and says when the server goes or comes. */
export class Upstream {
  #foreign: boolean;
  readonly #runtime: Runtime;
  readonly #options: ReplayOptions;
  readonly #log: Log;
  readonly #turns = new Turns();
  readonly #open = new Set<OutgoingConnection>();
  #away = false;

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

  /** Whether the last try to reach it failed. */
  get away(): boolean {
    return this.#away;
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
   * Opens a connection, however long that takes; `undefined` as soon as
   * `wanted` says no more. `pause` waits, at most so many milliseconds.
   */
  connect(
    received: (bytes: Uint8Array) => void,
    wanted: () => boolean,
    pause: (ms: number) => Promise<void>,
  ): Promise<OutgoingConnection | undefined> {
    return this.#turns.run(async () => {
      for (let failures = 1; wanted(); failures++) {
        const connection = await this.#try(received);
        if (connection !== undefined) return connection;
        await pause(backoff(failures, this.#options.backoffMs));
      }
      return undefined;
    });
  }

  /** Opens a connection, if that can be done now. */
  async probe(): Promise<OutgoingConnection | undefined> {
    const { host, port } = this.#options;
    return await this.#runtime.connect(port, host).catch(() => undefined);
  }

  /** A connection broke: says so, unless it is known. */
  lost(reason: string): void {
    this.#tellAway(reason);
  }

  async #try(
    received: (bytes: Uint8Array) => void,
  ): Promise<OutgoingConnection | undefined> {
    const { host, port } = this.#options;
    try {
      const connection = await this.#runtime.connect(port, host, received);
      this.#open.add(connection);
      const forget = () => this.#open.delete(connection);
      connection.closed.then(forget, forget);
      if (this.#away) this.#log.info("{name}: back again", { name: this.name });
      this.#away = false;
      return connection;
    } catch (error) {
      this.#tellAway(errorText(error));
      return undefined;
    }
  }

  #tellAway(reason: string): void {
    if (!this.#away) {
      const name = this.name;
      this.#log.warn("{name}: away ({reason}); trying again", { name, reason });
    }
    this.#away = true;
    // Who answers next may be another server.
    this.#foreign = !this.#options.resumeHeader;
  }
}
