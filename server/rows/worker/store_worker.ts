/**
 * One database thread from the server's point of view: its pending requests,
 * and whether it still answers. A system call that does not return (a frozen
 * disk) blocks the whole thread, which can't report that.
 *
 * @module
 */
import type { Log } from "../../../shared/log.ts";
import type { WorkerThread } from "../../../ports/runtime.ts";
import { StoreError } from "../store.ts";
import type {
  FromWorker,
  StoreNotice,
  StoreReply,
  StoreRequest,
  ToWorker,
} from "./store_messages.ts";

/** Milliseconds between checks of a thread with pending requests. */
const CHECK_MS = 250;

/** The same before the first one: most requests are answered long before. */
const FIRST_CHECK_MS = 1_000;

/** Maximum times of a thread without a message, in milliseconds. */
export interface SilenceLimits {
  /** Silence that causes a warning, repeatedly. */
  readonly warn: number;
  /** At a stop: silence after which a thread is abandoned. */
  readonly silent: number;
  /**
   * At a stop: time after which a thread is abandoned if requests are still
   * pending.
   */
  readonly late: number;
}

/** The limits of a server. */
export const SILENCE_LIMITS: SilenceLimits = {
  warn: 5_000,
  silent: 1_000,
  late: 3_000,
};

/** Maximum number of experiments named in a warning. */
const MOST_NAMES = 5;

const CLOSED = "The database thread was terminated";
const BROKEN = "The database thread failed";
const SILENT = "The database thread does not answer";
const LATE = "The database thread is overloaded";

/** A request without the number that it gets when it is sent. */
export type Question = StoreRequest extends infer R
  ? R extends StoreRequest ? Omit<R, "id"> : never
  : never;

/** A request and its experiment. */
export interface Asked {
  /** The request. */
  readonly question: Question;
  /** The experiment; a scratch database has none. */
  readonly domain: string | undefined;
  /** Memory that moves to the thread. */
  readonly transfer?: ArrayBuffer[];
}

interface Waiting {
  readonly domain: string | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

/** One thread and its pending requests. */
export class StoreWorker {
  /** Number of open databases. */
  databases = 0;
  readonly #thread: WorkerThread;
  readonly #log: Log;
  readonly #limits: SilenceLimits;
  readonly #waiting = new Map<number, Waiting>();
  /** Called at its next message. */
  #heard: (() => void)[] = [];
  /** Messages of this turn of the event loop, sent together. */
  #outbox: (StoreRequest | StoreNotice)[] = [];
  #transfer: ArrayBuffer[] = [];
  #asked = 0;
  /** Why it does not answer any more. */
  #fault: StoreError | undefined;
  #lastMessageAt = 0;
  #warnedAt = 0;
  #abandonedAt = Infinity;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the next check is due. */
  #checkAt = Infinity;

  /** Receives messages of `thread`, and writes its log messages to `log`. */
  constructor(
    thread: WorkerThread,
    log: Log,
    limits: SilenceLimits = SILENCE_LIMITS,
  ) {
    this.#thread = thread;
    this.#log = log;
    this.#limits = limits;
    // Messages come only from our own side, so they are well-formed.
    thread.listen(
      (message) => this.#receive(message as FromWorker),
      (error) => this.#fail(error),
    );
  }

  /** Whether it failed or was abandoned, and does not answer any more. */
  get broken(): boolean {
    return this.#fault !== undefined;
  }

  /** Whether a call blocks it, so that it can't be terminated in order. */
  get isStuck(): boolean {
    return this.#fault?.message === SILENT;
  }

  /** Sends a message without an answer. */
  notify(notice: StoreNotice): void {
    this.#post(notice);
  }

  /**
   * Resolves at its next message, which it is asked for.
   *
   * @throws {StoreError} if it failed or was abandoned.
   */
  answers(): Promise<void> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    this.notify({ kind: "ping" });
    return new Promise((resolve) => this.#heard.push(resolve));
  }

  /** Stops waiting for locks and disks, and for the thread itself. */
  abandon(): void {
    this.notify({ kind: "abandon" });
    this.#abandonedAt = performance.now();
    if (this.#checkTimer !== undefined) this.#checkIn(CHECK_MS);
  }

  /**
   * Sends a request and resolves with its answer.
   *
   * @throws {StoreError} if the thread can't do it, or does not answer.
   */
  ask<T>({ question, domain, transfer }: Asked): Promise<T> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        domain,
        resolve: (result) => resolve(result as T),
        reject,
      });
      this.#post({ ...question, id }, transfer);
      this.#watch();
    });
  }

  /** Terminates the thread; pending and later requests fail. */
  terminate(): void {
    clearTimeout(this.#checkTimer);
    this.#giveUp(this.#fault ?? new StoreError(CLOSED));
    this.#thread.terminate();
  }

  /** Sends a message with the others of this turn of the event loop. */
  #post(
    message: StoreRequest | StoreNotice,
    transfer: readonly ArrayBuffer[] = [],
  ): void {
    this.#transfer.push(...transfer);
    if (this.#outbox.push(message) === 1) queueMicrotask(() => this.#send());
  }

  #send(): void {
    const [messages, transfer] = [this.#outbox, this.#transfer];
    this.#outbox = [];
    this.#transfer = [];
    const message = messages.length === 1 ? messages[0] : messages;
    this.#thread.post(message satisfies ToWorker, transfer);
  }

  #receive(message: FromWorker): void {
    this.#logRecovery();
    this.#lastMessageAt = performance.now();
    for (const heard of this.#heard.splice(0)) heard();
    if (Array.isArray(message)) {
      for (const reply of message) {
        this.#take(reply);
      }
    } else this.#take(message);
  }

  #take(reply: StoreReply): void {
    if (reply.kind === "alive") return;
    if (reply.kind === "log") {
      return this.#log[reply.level](reply.message, reply.facts);
    }
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === "done") waiting?.resolve(reply.result);
    else waiting?.reject(new StoreError(reply.message, { hint: reply.hint }));
  }

  #fail(cause: Error): void {
    this.#log.error("A database thread failed: {reason}", {
      reason: cause.message,
    });
    this.#giveUp(new StoreError(BROKEN, { cause }));
  }

  #giveUp(fault: StoreError): void {
    this.#fault = fault;
    for (const { reject } of this.#waiting.values()) reject(fault);
    this.#waiting.clear();
  }

  /** Checks it from now on, as long as requests are pending. */
  #watch(): void {
    if (this.#checkTimer !== undefined) return;
    this.#lastMessageAt = this.#warnedAt = performance.now();
    const isAbandoned = this.#abandonedAt < Infinity;
    this.#checkIn(isAbandoned ? CHECK_MS : FIRST_CHECK_MS);
  }

  #checkIn(ms: number): void {
    clearTimeout(this.#checkTimer);
    this.#checkAt = performance.now() + ms;
    this.#checkTimer = setTimeout(() => this.#look(), ms);
  }

  #look(): void {
    this.#checkTimer = undefined;
    if (this.#waiting.size === 0) return;
    const now = performance.now();
    // If this thread was blocked itself, it has not received the worker's
    // messages.
    this.#lastMessageAt += Math.max(0, now - this.#checkAt);
    this.#checkIn(CHECK_MS);
    const silent = now - this.#lastMessageAt;
    const late = now - this.#abandonedAt;
    const limits = this.#limits;
    if (Math.min(silent, late) >= limits.silent) {
      return this.#giveUp(new StoreError(SILENT));
    }
    if (late >= limits.late) return this.#giveUp(new StoreError(LATE));
    if (silent >= limits.warn && now - this.#warnedAt >= limits.warn) {
      this.#warnedAt = now;
      this.#warn(silent);
    }
    this.notify({ kind: "ping" });
  }

  #warn(silent: number): void {
    const domains = new Set<string>();
    for (const { domain } of this.#waiting.values()) {
      if (domain !== undefined) domains.add(domain);
    }
    const named = [...domains].slice(0, MOST_NAMES);
    const others = domains.size - named.length;
    this.#log.warn(
      "{domains}: still waiting after {seconds} s: the database " +
        "thread does not answer; check whether the disk is slow or hangs",
      {
        domains: named.join(", ") + (others > 0 ? ` and ${others} more` : ""),
        seconds: Math.round(silent / 1000),
      },
    );
  }

  #logRecovery(): void {
    const silent = performance.now() - this.#lastMessageAt;
    if (this.#waiting.size === 0 || silent < this.#limits.warn) return;
    this.#log.info(
      "The database thread answers again after {seconds} s",
      {
        seconds: Math.round(silent / 1000),
      },
    );
  }
}
