/**
 * Answers to requests that arrived together: one message wakes the other thread
 * up once.
 *
 * @module
 */
import type { FromWorker, StoreReply } from "./store_messages.ts";

/** Milliseconds that an answer waits for those of other requests. */
const LATE_MS = 10;

/**
 * Milliseconds of work for one request, after which its answer does not wait: in
 * a flood the next batch may be waiting for it.
 */
const LONG_MS = 2;

/** Collects the answers to the requests of one message. */
export class ReplyGroup {
  readonly #post: (replies: FromWorker) => void;
  #expected = 0;
  #ready: StoreReply[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #addedAt = performance.now();

  /** Answers are sent by `post`. */
  constructor(post: (replies: FromWorker) => void) {
    this.#post = post;
  }

  /** One more answer will be added. */
  expect(): void {
    this.#expected++;
  }

  /** Sends an answer, with others that are ready by then. */
  add(reply: StoreReply): void {
    const before = this.#addedAt;
    this.#addedAt = performance.now();
    const isLong = this.#addedAt - before >= LONG_MS;
    this.#expected--;
    this.#ready.push(reply);
    if (this.#expected === 0 || isLong) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), LATE_MS);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [first, ...others] = this.#ready;
    this.#post(others.length === 0 ? first : this.#ready);
    this.#ready = [];
  }
}
