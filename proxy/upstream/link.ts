/**
 * A connection to the upstream server, and what is known of it.
 *
 * @module
 */
import { errorText } from "../../ports/error_text.ts";
import type { OutgoingConnection } from "../../ports/runtime.ts";
import type { Alarm } from "../alarm.ts";
import { ResumeAnswers } from "./resume_answers.ts";

/** Milliseconds that a pause waits for the server's last word. */
const LAST_WORD_MS = 5_000;

/** How a connection ended. */
export interface LinkEnd {
  /** Why it was lost; unset if it ended in order. */
  readonly lost: string | undefined;
  /** Whether the stream's file is to blame for that, not the server. */
  readonly isFile?: boolean;
}

/** One connection; whatever the server does with it rings the alarm. */
export class Link {
  readonly #alarm: Alarm;
  readonly #answers = new ResumeAnswers();
  #connection: OutgoingConnection | undefined;
  #gone: LinkEnd | undefined;
  #written = performance.now();

  /** A link that is not there yet; `alarm` is rung at news of it. */
  constructor(alarm: Alarm) {
    this.#alarm = alarm;
  }

  /** Takes what the server says. */
  received(bytes: Uint8Array): void {
    if (this.#answers.push(bytes)) this.#alarm.ring();
  }

  /** The connection is there. */
  use(connection: OutgoingConnection): void {
    this.#connection = connection;
    const gone = (lost?: string) => {
      this.#gone ??= { lost };
      this.#alarm.ring();
    };
    connection.closed.then(() => gone(), (error) => gone(errorText(error)));
  }

  /** What the server has said it has stored, the headers' request excluded. */
  get offset(): number | undefined {
    return this.#answers.offset;
  }

  /** How the server has closed its side; unset while it has not. */
  get gone(): LinkEnd | undefined {
    return this.#gone;
  }

  /** Milliseconds since the last byte was sent. */
  get quietMs(): number {
    return performance.now() - this.#written;
  }

  /** Resolves when the server has gone, or `ms` after the last byte was sent. */
  async goneWithin(ms: number): Promise<void> {
    while (this.#gone === undefined && this.quietMs < ms) {
      await this.#alarm.wait(ms - this.quietMs);
    }
  }

  /**
   * How the server has gone, as soon as it has; `undefined` if it does not go
   * within some seconds after `wanted` says no more.
   */
  async untilGone(wanted: () => boolean): Promise<LinkEnd | undefined> {
    let deadline = Infinity;
    while (this.#gone === undefined) {
      if (!wanted() && deadline === Infinity) {
        deadline = performance.now() + LAST_WORD_MS;
      }
      const left = deadline - performance.now();
      if (left <= 0) break;
      await this.#alarm.wait(left === Infinity ? undefined : left);
    }
    return this.#gone;
  }

  /**
   * Sends bytes; resolves when the system has taken them.
   *
   * @throws {Error} if the connection breaks.
   */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#connection?.write(bytes);
    this.#written = performance.now();
  }

  /** Half-closes it. */
  async end(): Promise<void> {
    await this.#connection?.end();
  }

  /** Ends it at once. */
  close(): void {
    this.#connection?.close();
  }
}
