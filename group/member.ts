/**
 * A server of a group, and what is known of it.
 *
 * @module
 */
import { errorText } from "../shared/error_text.ts";
import { hintOf } from "../shared/hint_error.ts";
import { type RatedStatus, withRates } from "../server/status/rates.ts";
import type { ServerStatus } from "../server/status/server_status.ts";
import type { MemberFault } from "./group.ts";

/** Milliseconds after which an answer is old. */
const FRESH_MS = 1_000;

/**
 * Milliseconds until a server that gave no answer is asked again. They also
 * keep a wrong token below the rate at which the server locks this host out
 * (`http/security/guess_limit.ts`).
 */
const REST_MS = 5_000;

/** What a server answers. */
export interface MemberAnswer {
  /** Different for each server, and each of its starts. */
  readonly id: string;
  /** Its status. */
  readonly status: ServerStatus;
}

/** What is known of a server. It has either `answer` or `fault`. */
export interface MemberState {
  /** Its address. */
  readonly address: string;
  /** Its latest answer. */
  readonly answer?: MemberAnswer;
  /** The same with rates, if it has answered twice in a row. */
  readonly rated?: RatedStatus;
  /** Why there is no answer. */
  readonly fault?: MemberFault;
}

/** The answer of a server that started at `since` (UNIX seconds). */
export function memberAnswer(
  since: number,
  status: ServerStatus,
): MemberAnswer {
  return { id: `${since} ${status.pid} ${status.port}`, status };
}

/** Asks a server for its status, and remembers what came of it. */
export class Member {
  readonly #ask: () => Promise<MemberAnswer>;
  readonly #now: () => number;
  #state: MemberState;
  #askedAt = -Infinity;
  #question: Promise<void> | undefined;

  /** `now` returns a monotonic time in milliseconds. */
  constructor(
    address: string,
    ask: () => Promise<MemberAnswer>,
    now: () => number = () => performance.now(),
  ) {
    this.#ask = ask;
    this.#now = now;
    this.#state = { address, fault: { reason: "no answer yet" } };
  }

  /** What is known of it. */
  get state(): MemberState {
    return this.#state;
  }

  /** Asks, unless a question is open; resolves when there is an outcome. */
  ask(): Promise<void> {
    return this.#question ??= this.#update()
      .finally(() => this.#question = undefined);
  }

  /** Asks if what is known is old. */
  refresh(): Promise<void> {
    if (this.#question !== undefined) return this.#question;
    const isDown = this.#state.fault !== undefined;
    const age = this.#now() - this.#askedAt;
    return age < (isDown ? REST_MS : FRESH_MS) ? Promise.resolve() : this.ask();
  }

  async #update(): Promise<void> {
    const { address, answer: before } = this.#state;
    this.#askedAt = this.#now();
    try {
      const answer = await this.#ask();
      const rated = before?.id === answer.id
        ? withRates(before.status, answer.status)
        : undefined;
      this.#state = { address, answer, rated };
    } catch (error) {
      const fault = { reason: errorText(error), hint: hintOf(error) };
      this.#state = { address, fault };
    }
  }
}
