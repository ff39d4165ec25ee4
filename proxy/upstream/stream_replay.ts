/**
 * The replay of one stream, over as many connections as it takes.
 *
 * @module
 */
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { Signal } from "../../shared/signal.ts";
import { explainEndless } from "../scan/stream_header.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { backOff } from "../../shared/back_off.ts";
import type { LinkEnd } from "./link.ts";
import type { ReplayContext } from "./replay_context.ts";
import { ReplaySession } from "./replay_session.ts";
import type { Replayable } from "./replayable.ts";
import { ServerKnowledge } from "./server_knowledge.ts";
import { TupleReader } from "./tuple_reader.ts";

/** Attempts after which a stream that breaks the protocol is given up. */
const FAULTY_TRIES = 2;

/**
 * Attempts without progress after which other streams no longer wait for this
 * one.
 */
const PATIENT_TRIES = 5;

/** The result of a replay. */
export type Replayed =
  | { readonly kind: "delivered" | "left" }
  | { readonly kind: "rejected"; readonly reason: string };

/** Replays one stream. */
export class StreamReplay {
  /** The stream. */
  readonly stream: SpooledStream;
  readonly #context: ReplayContext;
  readonly #signal = new Signal();
  readonly #knowledge: ServerKnowledge;
  #replayable: Replayable | undefined;
  #session: ReplaySession | undefined;
  /** Why it can't be replayed at present, though no server has rejected it. */
  #failure: string | undefined;
  /**
   * Bytes of a live stream when everything that could be sent had been sent.
   */
  #stalledAt = 0;
  /** Whether the server knows of the stream. */
  #greeted: boolean;
  /** Bytes that the server had before the last connection. */
  #takenBefore = 0;
  #failures = 0;
  #isLeft = false;

  /** Prepares the replay of `stream`. */
  constructor(stream: SpooledStream, context: ReplayContext) {
    this.stream = stream;
    this.#context = context;
    this.#knowledge = new ServerKnowledge(stream, context);
    const { acknowledged, sent } = stream.delivery;
    this.#greeted = acknowledged !== undefined || sent > 0;
    stream.grown = () => this.#signal.notify();
  }

  /** Whether a connection is in use. */
  get busy(): boolean {
    return this.#session?.busy ?? false;
  }

  /** Bytes sent, whether or not they are known to have arrived. */
  get sent(): number {
    const position = this.#session?.position ?? 0;
    return Math.max(this.stream.delivery.taken, position);
  }

  /** Tuples sent. */
  get tuples(): number {
    return this.#replayable?.reader.tuples ?? 0;
  }

  /** What it is doing, in one word. */
  get status(): string {
    if (this.rejected !== undefined) return "refused";
    if (this.#session === undefined) {
      return this.#failures > 0 ? "retrying" : "waiting";
    }
    return this.#session.caughtUp ? "idle" : "sending";
  }

  /** Why it is kept and not replayed; unset if it is replayed. */
  get rejected(): string | undefined {
    const { rejected } = this.stream.delivery;
    return this.#failure ??
      (this.#knowledge.isOfAnother ? undefined : rejected);
  }

  /** It can't be replayed before the next start. */
  fail(reason: string): void {
    this.#failure = reason;
  }

  /** Whether nothing of a live stream is left to send for now. */
  get caughtUp(): boolean {
    if (this.stream.ended !== undefined) return false;
    if (this.#session !== undefined) return this.#session.caughtUp;
    // Nothing can be sent of incomplete or invalid headers.
    return headerFault(this.stream) !== undefined || !this.#hasWork;
  }

  /** To be called when the state of all replays has changed. */
  wake(): void {
    this.#signal.notify();
  }

  /** Ends the replay; the stream stays where it is. */
  leave(): void {
    this.#isLeft = true;
    this.#signal.notify();
  }

  /** Replays the stream until it is delivered or rejected. */
  async run(): Promise<Replayed> {
    const { stream } = this;
    const isEnded = () => stream.ended !== undefined || this.#isLeft;
    await this.#until(() => stream.header !== undefined || isEnded());
    const { order } = this.#context;
    const replayable = {
      stream,
      headerFault: headerFault(stream),
      reader: new TupleReader(stream),
      signal: this.#signal,
    };
    this.#replayable = replayable;
    if (replayable.headerFault !== undefined) await this.#until(isEnded);
    if (this.#isLeft) return { kind: "left" };
    // Without headers no server can read any tuple.
    if (stream.header === undefined && !isLong(stream)) {
      return { kind: "rejected", reason: await this.#explainHeaders() };
    }
    // Streams that wait together are put in order; the first to enter begins.
    await this.#until(() => this.#context.state === "running" || this.#isLeft);
    if (this.#isLeft) return { kind: "left" };
    const experiment = stream.header?.session?.domain ?? stream.id;
    await order.enter(experiment, stream);
    try {
      return await this.#replay(experiment, replayable);
    } finally {
      order.leave(experiment, stream);
    }
  }

  async #replay(
    experiment: string,
    replayable: Replayable,
  ): Promise<Replayed> {
    const { order } = this.#context;
    while (!this.#isLeft) {
      if (this.#isDelivered) return { kind: "delivered" };
      if (this.#context.state !== "running" || !this.#hasWork) {
        await this.#signal.wait();
        continue;
      }
      const end = await this.#context.connections.run(() =>
        this.#connect(replayable, experiment)
      );
      const reason = await this.#evaluate(end);
      if (reason !== undefined) return { kind: "rejected", reason };
      // Whatever the problem is, it must not delay other streams.
      if (this.#failures >= PATIENT_TRIES) order.leave(experiment, this.stream);
      this.#context.changed();
    }
    return { kind: "left" };
  }

  /** Replays over one connection. */
  async #connect(
    replayable: Replayable,
    experiment: string,
  ): Promise<LinkEnd> {
    const session = new ReplaySession(replayable, this.#context);
    this.#session = session;
    this.stream.retain();
    try {
      this.#takenBefore = this.#taken;
      return await session.run({
        opened: () => {
          if (this.#knowledge.turn()) this.#greeted = false;
          this.#takenBefore = this.#taken;
        },
        begun: (isPlain) => {
          this.#greeted = true;
          this.#context.order.begun(experiment, this.stream, isPlain);
        },
      });
    } finally {
      this.#session = undefined;
      this.#knowledge.note(session);
      await this.stream.release(!this.#isDelivered).catch(() => undefined);
    }
  }

  /**
   * Evaluates how a connection ended; returns why the stream is given up, if it
   * is.
   */
  async #evaluate(end: LinkEnd): Promise<string | undefined> {
    const { options, state } = this.#context;
    const { lost, blame } = end;
    const { headerFault, reader } = this.#replayable ?? {};
    const fault = headerFault ?? reader?.fault;
    if (this.#taken > this.#takenBefore) this.#failures = 0;
    const { ended } = this.stream;
    if (lost === undefined && ended === undefined) {
      this.#stalledAt = reader?.end ?? 0;
    }
    const isFutile = ended !== undefined && this.#taken === this.#takenBefore;
    if (lost === undefined && !(isFutile && this.#hasWork)) return undefined;
    if (state !== "running") return undefined;
    // A server that closes because of a fault in the stream is not away.
    const isOther = fault === undefined || blame !== undefined;
    if (lost !== undefined && isOther) this.#logLost(lost, blame);
    this.#failures++;
    if (fault !== undefined && this.#failures >= FAULTY_TRIES) return fault;
    const until = performance.now() +
      backOff(this.#failures, options.backoffMs);
    await this.#until(() => this.#context.state !== "running", until);
    return undefined;
  }

  #logLost(reason: string, blame: LinkEnd["blame"]): void {
    if (blame !== "file") return this.#context.upstream.lost(reason, blame);
    if (this.#failures > 0) return;
    this.#context.log.warn("{path}: can't be read: {reason}; retrying", {
      path: this.stream.path,
      reason,
    });
  }

  async #until(holds: () => boolean, deadline = Infinity): Promise<void> {
    while (!holds() && !this.#isLeft) {
      const left = deadline - performance.now();
      if (left <= 0) return;
      await this.#signal.wait(left === Infinity ? undefined : left);
    }
  }

  /** Bytes that the server has, as far as is known. */
  get #taken(): number {
    return this.stream.delivery.taken;
  }

  get #isDelivered(): boolean {
    const { ended, waiting, delivery } = this.stream;
    return this.#greeted && ended !== undefined && waiting === 0 &&
      delivery.rejected === undefined;
  }

  /** A live stream may end in an incomplete tuple, which has to wait. */
  get #hasWork(): boolean {
    const { waiting, ended, size, delivery } = this.stream;
    const isRejectedElsewhere = delivery.rejected !== undefined;
    if (!this.#greeted || isRejectedElsewhere) return true;
    return waiting > 0 && (ended !== undefined || size > this.#stalledAt);
  }

  /** The error in headers that never end. */
  async #explainHeaders(): Promise<string> {
    const { stream } = this;
    const bytes = new Uint8Array(stream.size);
    stream.retain();
    try {
      await stream.read(bytes, 0);
    } finally {
      await stream.release().catch(() => undefined);
    }
    return explainEndless(bytes);
  }
}

/** Why servers reject the headers of a stream; unset if they do not. */
function headerFault({ header }: SpooledStream): string | undefined {
  return header === undefined ? "its headers are too long" : header.fault;
}

/** Whether there are more bytes than the headers of any stream have. */
function isLong({ size }: SpooledStream): boolean {
  return size > DEFAULT_LIMITS.headerBytes;
}
