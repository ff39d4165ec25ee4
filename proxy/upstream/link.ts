/**
 * A connection to the upstream server, and its state.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { quoteBytes } from "../../codec/values/quote.ts";
import type { OutgoingConnection } from "../../ports/runtime.ts";
import type { Signal } from "../../shared/signal.ts";
import { ResumeAnswers } from "../../codec/headers/resume_answers.ts";

/** How a connection ended. */
export interface LinkEnd {
  /** Why it was lost; unset if it was closed in order. */
  readonly lost: string | undefined;
  /**
   * The cause, if not that the server is away: the stream's file, or that the
   * server is not an OML server.
   */
  readonly blame?: "file" | "not-oml";
}

/** One connection; everything that the server does notifies the signal. */
export class Link {
  readonly #signal: Signal;
  readonly #wanted: () => boolean;
  readonly #patienceMs: number;
  readonly #answers = new ResumeAnswers();
  #connection: OutgoingConnection | undefined;
  #gone: LinkEnd | undefined;
  #isAsked = false;
  #written = performance.now();

  /**
   * A link without a connection yet; `signal` is notified of any change, and
   * when `wanted` may have become false. From then on, it waits only
   * `patienceMs`.
   */
  constructor(signal: Signal, wanted: () => boolean, patienceMs: number) {
    this.#signal = signal;
    this.#wanted = wanted;
    this.#patienceMs = patienceMs;
  }

  /** Whether the link is still needed. */
  get wanted(): boolean {
    return this.#wanted();
  }

  /** Takes received bytes. */
  received(bytes: Uint8Array): void {
    if (this.#gone !== undefined) return;
    if (this.#answers.push(bytes)) this.#signal.notify();
    const { stranger = this.#isAsked ? undefined : quoteBytes(bytes) } =
      this.#answers;
    if (stranger === undefined) return;
    const lost = `it is not an OML server, as it sends "${stranger}"`;
    this.#gone = { lost, blame: "not-oml" };
    this.#signal.notify();
    this.close();
  }

  /** The connection is open. */
  use(connection: OutgoingConnection): void {
    this.#connection = connection;
    this.#written = performance.now();
    connection.closed.then(
      () => this.#end(undefined),
      (error) => this.#end(errorText(error)),
    );
    // It may have received something before.
    if (this.#gone !== undefined) this.close();
  }

  /**
   * The server was asked, and may answer from now on, but send nothing else.
   */
  expectAnswer(): void {
    this.#isAsked = true;
  }

  /**
   * Bytes that the server reported as stored, without the request in the
   * headers.
   */
  get offset(): number | undefined {
    return this.#answers.offset;
  }

  /** How the server closed its side; unset while it has not. */
  get gone(): LinkEnd | undefined {
    return this.#gone;
  }

  /**
   * Milliseconds since the last byte was sent, or since the connection was
   * opened.
   */
  get quietMs(): number {
    return performance.now() - this.#written;
  }

  /**
   * Resolves when the server has closed, or `ms` after the last byte was sent.
   */
  async goneWithin(ms: number): Promise<void> {
    while (this.#gone === undefined && this.quietMs < ms) {
      await this.#signal.wait(ms - this.quietMs);
    }
  }

  /** How the server has closed, when it has; unset if patience ends first. */
  async untilGone(): Promise<LinkEnd | undefined> {
    await this.#until(() => this.#gone !== undefined, this.#patienceMs);
    return this.#gone;
  }

  /** Resolves after `ms`, or when the link is not wanted any more. */
  async delay(ms: number): Promise<void> {
    const until = performance.now() + ms;
    for (;;) {
      const left = until - performance.now();
      if (left <= 0 || !this.#wanted() || this.#gone !== undefined) return;
      await this.#signal.wait(left);
    }
  }

  /**
   * Sends bytes; resolves when the system has taken them.
   *
   * @throws {Error} if the connection breaks, or patience ends first.
   */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#connection === undefined) return;
    const writing = this.#connection.write(bytes);
    if (!await this.#settles(writing, this.#patienceMs)) {
      throw new Error(this.#gone?.lost ?? "it accepts no more bytes");
    }
    await writing;
    this.#written = performance.now();
  }

  /** Whether `work` settles while the link is wanted and not lost. */
  awaits(work: Promise<unknown>): Promise<boolean> {
    return this.#settles(work, 0);
  }

  /** Half-closes the connection. */
  async end(): Promise<void> {
    await this.#connection?.end();
  }

  /** Closes the connection at once. */
  close(): void {
    this.#connection?.close();
  }

  #end(lost: string | undefined): void {
    this.#gone ??= { lost };
    this.#signal.notify();
  }

  async #settles(work: Promise<unknown>, patience: number): Promise<boolean> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
      this.#signal.notify();
    };
    work.then(settle, settle);
    const isLost = () => this.#gone?.lost !== undefined;
    await this.#until(() => isSettled || isLost(), patience);
    return isSettled;
  }

  /** Waits until `holds`, but only for `patience` once the link is unwanted. */
  async #until(holds: () => boolean, patience: number): Promise<void> {
    let deadline = Infinity;
    while (!holds()) {
      if (!this.#wanted() && deadline === Infinity) {
        deadline = performance.now() + patience;
      }
      const left = deadline - performance.now();
      if (left <= 0) return;
      await this.#signal.wait(left === Infinity ? undefined : left);
    }
  }
}
