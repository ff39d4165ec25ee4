/**
 * The replays of all streams.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { Signal } from "../../shared/signal.ts";
import type { ReplayOptions, SpoolOptions } from "../options.ts";
import { ConcurrencyLimit } from "./concurrency_limit.ts";
import type { ProxyTotals } from "../totals.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import type { StreamSet } from "../spool/stream_set.ts";
import { ArrivalOrder } from "./arrival_order.ts";
import type { ReplayProgress } from "./replay_progress.ts";
import { RateMeter } from "./rate_meter.ts";
import { RateLimit } from "./rate_limit.ts";
import type { ReplayContext, ReplayState } from "./replay_context.ts";
import { StreamReplay } from "./stream_replay.ts";
import type { Upstream } from "./upstream.ts";

/** The smallest read that is worth it. */
const LEAST_PAGE = 4 * 1024;

/** What was delivered since the last report, and what never will be. */
export interface Drained {
  /** Streams of which something was delivered. */
  readonly clients: number;
  /** Their delivered bytes. */
  readonly bytes: number;
  /** All streams that are kept because the server rejects them. */
  readonly rejected: number;
}

/** What {@linkcode Replays} works with. */
export interface ReplaysContext {
  /** The server. */
  readonly upstream: Upstream;
  /** The options. */
  readonly options: ReplayOptions;
  /** The streams. */
  readonly spool: StreamSet;
  /** How they are read. */
  readonly spoolOptions: Pick<SpoolOptions, "pageBytes" | "memoryBytes">;
  /** The log. */
  readonly log: Log;
  /** Called when nothing is left to send. */
  readonly drained: (drained: Drained) => void;
  /** Called with each stream that is delivered or rejected. */
  readonly finished?: (stream: SpooledStream) => void;
}

/** Replays each stream of a spool, on command. */
export class Replays implements ReplayContext {
  readonly upstream: Upstream;
  readonly options: ReplayOptions;
  readonly rate: RateLimit;
  readonly connections: ConcurrencyLimit;
  readonly order: ArrivalOrder = new ArrivalOrder();
  readonly log: Log;
  readonly #context: ReplaysContext;
  readonly #replays = new Map<StreamReplay, Promise<void>>();
  /** Bytes of each stream that a DRAINED line has reported. */
  readonly #reported = new WeakMap<StreamReplay, number>();
  readonly #changes = new Signal();
  readonly #meter = new RateMeter();
  #bytesRemoved = 0;
  #tuplesRemoved = 0;
  #streamsRemoved = 0;
  /** Bytes sent, including those that were sent again. */
  #bytesSent = 0;
  #state: ReplayState = "paused";
  /** What the next DRAINED line reports of streams that were removed. */
  #removed = { clients: 0, bytes: 0 };
  /** Whether a stream was rejected since the last one. */
  #isRejecting = false;
  /**
   * Whether a line is due, even if clients that may send more are connected.
   */
  #isDue = false;

  /** Prepares the replay of all streams. */
  constructor(context: ReplaysContext) {
    const { upstream, options, log } = context;
    this.#context = context;
    this.upstream = upstream;
    this.options = options;
    this.log = log;
    this.rate = new RateLimit(options.bytesPerSecond);
    this.connections = new ConcurrencyLimit(options.connections);
    const byAge = [...context.spool.streams].sort((a, b) => a.begun - b.begun);
    for (const stream of byAge) this.add(stream);
  }

  /** Whether streams are replayed. */
  get state(): ReplayState {
    return this.#state;
  }

  /** Bytes that each stream may read at a time. */
  get pageBytes(): number {
    const { pageBytes, memoryBytes } = this.#context.spoolOptions;
    const share = memoryBytes / 2 / Math.max(1, this.#replays.size);
    const most = Math.min(pageBytes, share, this.rate.piece);
    return Math.max(LEAST_PAGE, Math.floor(most));
  }

  /** The replays that are not finished. */
  get all(): Iterable<StreamReplay> {
    return this.#replays.keys();
  }

  /** The progress of all of them together. */
  get progress(): ReplayProgress {
    let [sent, total, tuples] = [
      this.#bytesRemoved,
      this.#bytesRemoved,
      this.#tuplesRemoved,
    ];
    for (const replay of this.all) {
      sent += replay.sent;
      // Rejected data will never be sent.
      const isRejected = replay.rejected !== undefined;
      total += isRejected ? replay.sent : replay.stream.size;
      tuples += replay.tuples;
    }
    this.#meter.add(sent, performance.now());
    return { sent, total, tuples, rate: this.#meter.perSecond };
  }

  /** Adds a stream, to be replayed unless it was rejected. */
  add(stream: SpooledStream): void {
    const replay = new StreamReplay(stream, this);
    const isRejected = replay.rejected !== undefined;
    const run = isRejected ? Promise.resolve() : this.#run(replay);
    this.#replays.set(replay, run);
  }

  /**
   * Sends everything; the next DRAINED line is due even if nothing is left to
   * send.
   */
  resume(): void {
    this.#isDue = true;
    this.#set("running");
    // The answer to the command must come first.
    setTimeout(() => this.changed(), 0);
  }

  /**
   * Stops sending; resolves when the current tuples are complete, and the
   * connections closed, or idle if `stopped`.
   */
  async halt(state: "paused" | "stopped"): Promise<void> {
    this.#set(state);
    while ([...this.all].some(({ busy }) => busy)) await this.#changes.wait();
  }

  /** Ends all replays. */
  async close(): Promise<void> {
    await this.halt("paused");
    for (const replay of this.all) replay.leave();
    await Promise.all(this.#replays.values());
  }

  noteSent(bytes: number): void {
    this.#bytesSent += bytes;
  }

  /** What was sent and delivered since the start. */
  get totals(): Pick<ProxyTotals, "sent" | "delivered" | "streams"> {
    return {
      sent: this.#bytesSent,
      delivered: this.#bytesRemoved,
      streams: this.#streamsRemoved,
    };
  }

  /** A stream is delivered or waits for more; perhaps all of them do. */
  changed(): void {
    this.#changes.notify();
    if (this.#state !== "running") return;
    let isLive = false;
    // Usually the first of thousands is not finished yet.
    for (const { rejected, caughtUp, stream } of this.all) {
      if (rejected !== undefined) continue;
      if (!caughtUp) return;
      isLive ||= stream.ended === undefined;
    }
    const isNews = this.#removed.clients > 0 || this.#isRejecting;
    if (this.#isDue || !isLive && isNews) this.#reportDrained();
  }

  #set(state: ReplayState): void {
    this.#state = state;
    for (const replay of this.all) replay.wake();
  }

  async #run(replay: StreamReplay): Promise<void> {
    const { stream } = replay;
    try {
      const replayed = await replay.run();
      if (replayed.kind === "rejected") {
        await this.#keep(stream, replayed.reason);
      } else if (replayed.kind === "delivered") await this.#leave(replay);
      else this.#replays.delete(replay);
    } catch (error) {
      const reason = errorText(error);
      const { path } = stream;
      replay.fail(reason);
      this.log.error("{path}: can't be replayed: {reason}", { path, reason });
    }
    this.changed();
  }

  /** A rejected stream stays, for the operator to decide. */
  async #keep(stream: SpooledStream, reason: string): Promise<void> {
    const { path } = stream;
    this.#isRejecting = true;
    this.log.error("{path}: rejected, and kept: {reason}", {
      path,
      reason,
    });
    await this.#context.spool.reject(stream, reason);
    this.#context.finished?.(stream);
  }

  /** Removes a delivered stream. */
  async #leave(replay: StreamReplay): Promise<void> {
    const { stream } = replay;
    this.#replays.delete(replay);
    // Its client has just come back.
    if (stream.ended === undefined) return this.add(stream);
    this.#count(replay);
    this.#tuplesRemoved += replay.tuples;
    this.#bytesRemoved += stream.size;
    this.#streamsRemoved++;
    this.#context.finished?.(stream);
    await this.#context.spool.remove(stream);
  }

  #count(replay: StreamReplay): void {
    const bytes = this.#unreported(replay);
    if (bytes === 0) return;
    this.#removed.clients++;
    this.#removed.bytes += bytes;
  }

  #unreported(replay: StreamReplay): number {
    const { size, waiting } = replay.stream;
    return size - waiting - (this.#reported.get(replay) ?? 0);
  }

  #reportDrained(): void {
    let { clients, bytes } = this.#removed;
    let rejected = 0;
    for (const replay of this.all) {
      if (replay.rejected !== undefined) {
        rejected++;
        continue;
      }
      const unreported = this.#unreported(replay);
      if (unreported === 0) continue;
      clients++;
      bytes += unreported;
      this.#reported.set(
        replay,
        unreported + (this.#reported.get(replay) ?? 0),
      );
    }
    this.#removed = { clients: 0, bytes: 0 };
    this.#isDue = this.#isRejecting = false;
    this.#context.drained({ clients, bytes, rejected });
  }
}
