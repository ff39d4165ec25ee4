/**
 * One thread that keeps databases, as the server sees it: what was asked of
 * it, and whether it still answers. A call of the system that does not return
 * (a frozen disk) holds the whole thread, which can't even say so.
 *
 * @module
 */
import type { Log } from "../../../shared/log.ts";
import type { WorkerThread } from "../../../ports/runtime.ts";
import { StoreError } from "../store.ts";
import type {
  StoreNotice,
  StoreReply,
  StoreRequest,
} from "./store_messages.ts";

/** Milliseconds between two looks at a thread that owes answers. */
const LOOK_MS = 250;

/** How long a thread may be silent, in milliseconds. */
export interface SilenceLimits {
  /** Silence that deserves a warning, again and again. */
  readonly warn: number;
  /** At a stop: silence for which a thread is given up. */
  readonly silent: number;
  /** At a stop: time after which it is given up if it still owes answers. */
  readonly late: number;
}

/** What a server uses. */
export const SILENCE_LIMITS: SilenceLimits = {
  warn: 5_000,
  silent: 1_000,
  late: 3_000,
};

/** Experiments that a warning names. */
const MOST_NAMES = 5;

const CLOSED = "The thread that keeps the database was ended";
const BROKEN = "The thread that keeps the database broke down";
const SILENT = "The thread that keeps the database does not answer";
const LATE = "The thread that keeps the database has too much to do";

/** A request without the number that it gets when it is sent. */
export type Question = StoreRequest extends infer R
  ? R extends StoreRequest ? Omit<R, "id"> : never
  : never;

/** What a question is about. */
export interface Asked {
  /** The question. */
  readonly question: Question;
  /** The experiment that it is for; a scratch database is for none. */
  readonly domain: string | undefined;
  /** Memory that moves to the thread. */
  readonly transfer?: ArrayBuffer[];
}

interface Waiting {
  readonly domain: string | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

/** One thread, and what was asked of it. */
export class StoreWorker {
  /** How many databases it has open. */
  databases = 0;
  readonly #thread: WorkerThread;
  readonly #log: Log;
  readonly #limits: SilenceLimits;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  /** Why it answers nobody any more. */
  #fault: StoreError | undefined;
  #heard = 0;
  #looked = 0;
  #warned = 0;
  #abandoned = Infinity;
  #looking: ReturnType<typeof setInterval> | undefined;

  /** Listens to `thread`, and tells `log` what it says. */
  constructor(
    thread: WorkerThread,
    log: Log,
    limits: SilenceLimits = SILENCE_LIMITS,
  ) {
    this.#thread = thread;
    this.#log = log;
    this.#limits = limits;
    // Only our own side of the thread sends messages: they are well-formed.
    thread.listen(
      (message) => this.#receive(message as StoreReply),
      (error) => this.#fail(error),
    );
  }

  /** Whether it broke down or was given up, and answers nobody any more. */
  get broken(): boolean {
    return this.#fault !== undefined;
  }

  /** Whether a call holds it, so that it can't be ended in order. */
  get isStuck(): boolean {
    return this.#fault?.message === SILENT;
  }

  /** Sends what is not answered. */
  tell(notice: StoreNotice): void {
    this.#thread.post(notice);
  }

  /** Waits no longer for locks and disks, nor for the thread itself. */
  abandon(): void {
    this.tell({ kind: "abandon" });
    this.#abandoned = performance.now();
  }

  /**
   * Sends a question.
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
      this.#thread.post({ ...question, id }, transfer);
      this.#watch();
    });
  }

  /** Ends the thread; what it was asked fails, and so do later questions. */
  terminate(): void {
    clearInterval(this.#looking);
    this.#giveUp(this.#fault ?? new StoreError(CLOSED));
    this.#thread.terminate();
  }

  #receive(reply: StoreReply): void {
    this.#tellBack();
    this.#heard = performance.now();
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
    this.#log.error("A store worker broke down: {reason}", {
      reason: cause.message,
    });
    this.#giveUp(new StoreError(BROKEN, { cause }));
  }

  #giveUp(fault: StoreError): void {
    this.#fault = fault;
    for (const { reject } of this.#waiting.values()) reject(fault);
    this.#waiting.clear();
  }

  /** Looks at it from now on, as long as it owes answers. */
  #watch(): void {
    if (this.#looking !== undefined) return;
    this.#heard = this.#warned = this.#looked = performance.now();
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
  }

  #look(): void {
    if (this.#waiting.size === 0) {
      clearInterval(this.#looking);
      this.#looking = undefined;
      return;
    }
    const now = performance.now();
    // If this thread was held up itself, it has not heard what the worker said.
    this.#heard += Math.max(0, now - this.#looked - LOOK_MS);
    this.#looked = now;
    const silent = now - this.#heard;
    const late = now - this.#abandoned;
    const limits = this.#limits;
    if (Math.min(silent, late) >= limits.silent) {
      return this.#giveUp(new StoreError(SILENT));
    }
    if (late >= limits.late) return this.#giveUp(new StoreError(LATE));
    if (silent >= limits.warn && now - this.#warned >= limits.warn) {
      this.#warned = now;
      this.#warn(silent);
    }
    this.tell({ kind: "ping" });
  }

  #warn(silent: number): void {
    const domains = new Set<string>();
    for (const { domain } of this.#waiting.values()) {
      if (domain !== undefined) domains.add(domain);
    }
    const named = [...domains].slice(0, MOST_NAMES);
    const others = domains.size - named.length;
    this.#log.warn(
      "{domains}: still waiting after {seconds} s: the thread that keeps " +
        "the database does not answer; is the disk slow, or frozen?",
      {
        domains: named.join(", ") + (others > 0 ? ` and ${others} more` : ""),
        seconds: Math.round(silent / 1000),
      },
    );
  }

  #tellBack(): void {
    const silent = performance.now() - this.#heard;
    if (this.#waiting.size === 0 || silent < this.#limits.warn) return;
    this.#log.info(
      "The thread that keeps databases answers after {seconds} s",
      {
        seconds: Math.round(silent / 1000),
      },
    );
  }
}
