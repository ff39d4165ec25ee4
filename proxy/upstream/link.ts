/**
 * A connection to the upstream server, and what is known of it.
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
  /** Why it was lost; unset if it ended in order. */
  readonly lost: string | undefined;
  /**
   * What is to blame for that, if not that the server is away: the stream's
   * file, or that the server is none of OML.
   */
  readonly blame?: "file" | "stranger";
}

/** One connection; whatever the server does with it notifies the signal. */
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
   * A link that is not there yet; `signal` is notified of any news, and when it
   * may be no longer `wanted`. From then on it waits only so long.
   */
  constructor(signal: Signal, wanted: () => boolean, patienceMs: number) {
    this.#signal = signal;
    this.#wanted = wanted;
    this.#patienceMs = patienceMs;
  }

  /** Whether somebody wants it. */
  get wanted(): boolean {
    return this.#wanted();
  }

  /** Takes what the server says. */
  received(bytes: Uint8Array): void {
    if (this.#gone !== undefined) return;
    if (this.#answers.push(bytes)) this.#signal.notify();
    const { stranger = this.#isAsked ? undefined : quoteBytes(bytes) } =
      this.#answers;
    if (stranger === undefined) return;
    const lost = `it is no OML server, as it says "${stranger}"`;
    this.#gone = { lost, blame: "stranger" };
    this.#signal.notify();
    this.close();
  }

  /** The connection is there. */
  use(connection: OutgoingConnection): void {
    this.#connection = connection;
    this.#written = performance.now();
    connection.closed.then(
      () => this.#end(undefined),
      (error) => this.#end(errorText(error)),
    );
    // It may have said something before.
    if (this.#gone !== undefined) this.close();
  }

  /** The server is asked, and may answer from now on; it may say nothing else. */
  expectAnswer(): void {
    this.#isAsked = true;
  }

  /** What the server has said it has stored, the headers' request excluded. */
  get offset(): number | undefined {
    return this.#answers.offset;
  }

  /** How the server has closed its side; unset while it has not. */
  get gone(): LinkEnd | undefined {
    return this.#gone;
  }

  /** Milliseconds since the last byte was sent, or the connection opened. */
  get quietMs(): number {
    return performance.now() - this.#written;
  }

  /** Resolves when the server has gone, or `ms` after the last byte was sent. */
  async goneWithin(ms: number): Promise<void> {
    while (this.#gone === undefined && this.quietMs < ms) {
      await this.#signal.wait(ms - this.quietMs);
    }
  }

  /** How the server has gone, as soon as it has; unset if patience ends. */
  async untilGone(): Promise<LinkEnd | undefined> {
    await this.#until(() => this.#gone !== undefined, this.#patienceMs);
    return this.#gone;
  }

  /** Resolves after `ms`, at once if it is not wanted any more. */
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
   * @throws {Error} if the connection breaks, or patience ends before.
   */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#connection === undefined) return;
    const writing = this.#connection.write(bytes);
    if (!await this.#settles(writing, this.#patienceMs)) {
      throw new Error(this.#gone?.lost ?? "it takes no more bytes");
    }
    await writing;
    this.#written = performance.now();
  }

  /** Whether `work` settles while the link is wanted, and not lost. */
  awaits(work: Promise<unknown>): Promise<boolean> {
    return this.#settles(work, 0);
  }

  /** Half-closes it. */
  async end(): Promise<void> {
    await this.#connection?.end();
  }

  /** Ends it at once. */
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

  /** Waits until something holds, but no longer than that once unwanted. */
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
