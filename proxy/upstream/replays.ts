/**
 * The replays of all streams.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { Signal } from "../../shared/signal.ts";
import type { ReplayOptions, SpoolOptions } from "../options.ts";
import { Places } from "./places.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import type { StreamSet } from "../spool/stream_set.ts";
import { ArrivalOrder } from "./arrival_order.ts";
import type { Progress } from "./progress.ts";
import { RateMeter } from "./rate_meter.ts";
import { RateLimit } from "./rate_limit.ts";
import type { ReplayContext, ReplayState } from "./replay_context.ts";
import { StreamReplay } from "./stream_replay.ts";
import type { Upstream } from "./upstream.ts";

/** The least worth reading at once. */
const LEAST_PAGE = 4 * 1024;

/** What has been delivered since the last time, and what never will be. */
export interface Drained {
  /** Streams of which something was delivered. */
  readonly clients: number;
  /** Their bytes that were. */
  readonly bytes: number;
  /** Streams that are kept, as the server refuses them: all there are. */
  readonly refused: number;
}

/** What {@linkcode Replays} work with. */
export interface ReplaysContext {
  /** Where to. */
  readonly upstream: Upstream;
  /** How. */
  readonly options: ReplayOptions;
  /** What from. */
  readonly spool: StreamSet;
  /** How it is read. */
  readonly spoolOptions: Pick<SpoolOptions, "pageBytes" | "memoryBytes">;
  /** Told of what people want to know. */
  readonly log: Log;
  /** Told when nothing is left to be sent. */
  readonly drained: (drained: Drained) => void;
  /** Told of each stream that is through: delivered, or refused. */
  readonly through?: (stream: SpooledStream) => void;
}

/** Replays each stream of a spool, if and when that is asked for. */
export class Replays implements ReplayContext {
  readonly upstream: Upstream;
  readonly options: ReplayOptions;
  readonly rate: RateLimit;
  readonly places: Places;
  readonly order: ArrivalOrder = new ArrivalOrder();
  readonly log: Log;
  readonly #context: ReplaysContext;
  readonly #replays = new Map<StreamReplay, Promise<void>>();
  /** Bytes of each stream that a line DRAINED has told of. */
  readonly #told = new WeakMap<StreamReplay, number>();
  readonly #settling = new Signal();
  readonly #meter = new RateMeter();
  #bytesGone = 0;
  #tuplesGone = 0;
  #state: ReplayState = "paused";
  /** What the next line DRAINED is to tell of streams that are gone. */
  #gone = { clients: 0, bytes: 0 };
  /** Whether a stream was refused since the last one. */
  #isRefusing = false;
  /** Whether it is due, though clients are there that may send more. */
  #isDue = false;

  /** Prepares the replay of all streams there are. */
  constructor(context: ReplaysContext) {
    const { upstream, options, log } = context;
    this.#context = context;
    this.upstream = upstream;
    this.options = options;
    this.log = log;
    this.rate = new RateLimit(options.bytesPerSecond);
    this.places = new Places(options.connections);
    const byAge = [...context.spool.streams].sort((a, b) => a.begun - b.begun);
    for (const stream of byAge) this.add(stream);
  }

  /** Whether streams are replayed. */
  get state(): ReplayState {
    return this.#state;
  }

  /** Bytes that each stream may read at once. */
  get pageBytes(): number {
    const { pageBytes, memoryBytes } = this.#context.spoolOptions;
    const share = memoryBytes / 2 / Math.max(1, this.#replays.size);
    const most = Math.min(pageBytes, share, this.rate.piece);
    return Math.max(LEAST_PAGE, Math.floor(most));
  }

  /** The replays that are not through. */
  get all(): Iterable<StreamReplay> {
    return this.#replays.keys();
  }

  /** How far they have come, all together. */
  get progress(): Progress {
    let [sent, total, tuples] = [
      this.#bytesGone,
      this.#bytesGone,
      this.#tuplesGone,
    ];
    for (const replay of this.all) {
      sent += replay.sent;
      // What is refused will never be sent.
      const isRefused = replay.refused !== undefined;
      total += isRefused ? replay.sent : replay.stream.size;
      tuples += replay.tuples;
    }
    this.#meter.add(sent, performance.now());
    return { sent, total, tuples, rate: this.#meter.perSecond };
  }

  /** Replays a stream, too, unless it was refused. */
  add(stream: SpooledStream): void {
    const replay = new StreamReplay(stream, this);
    const isRefused = replay.refused !== undefined;
    const run = isRefused ? Promise.resolve() : this.#run(replay);
    this.#replays.set(replay, run);
  }

  /** Sends; all that is there will be told to be drained, even if nothing is. */
  resume(): void {
    this.#isDue = true;
    this.#set("running");
    // The answer to the command shall come first.
    setTimeout(() => this.changed(), 0);
  }

  /**
   * Sends no more; resolves when the tuples under way are through, and the
   * connections closed, or at rest with `stopped`.
   */
  async halt(state: "paused" | "stopped"): Promise<void> {
    this.#set(state);
    while ([...this.all].some(({ busy }) => busy)) await this.#settling.wait();
  }

  /** Ends all replays. */
  async close(): Promise<void> {
    await this.halt("paused");
    for (const replay of this.all) replay.leave();
    await Promise.all(this.#replays.values());
  }

  /** A stream is through, or waits for more: perhaps all of them. */
  changed(): void {
    this.#settling.notify();
    if (this.#state !== "running") return;
    let isLive = false;
    // Mostly the first one is not through yet, of thousands.
    for (const { refused, caughtUp, stream } of this.all) {
      if (refused !== undefined) continue;
      if (!caughtUp) return;
      isLive ||= stream.ended === undefined;
    }
    const isNews = this.#gone.clients > 0 || this.#isRefusing;
    if (this.#isDue || !isLive && isNews) this.#tellDrained();
  }

  #set(state: ReplayState): void {
    this.#state = state;
    for (const replay of this.all) replay.wake();
  }

  async #run(replay: StreamReplay): Promise<void> {
    const { stream } = replay;
    try {
      const replayed = await replay.run();
      if (replayed.kind === "refused") {
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

  /** A stream that was refused stays, for the operator to decide. */
  async #keep(stream: SpooledStream, reason: string): Promise<void> {
    const { path } = stream;
    this.#isRefusing = true;
    this.log.error("{path}: refused, and kept: {reason}", {
      path,
      reason,
    });
    await this.#context.spool.refuse(stream, reason);
    this.#context.through?.(stream);
  }

  /** A stream that is delivered goes. */
  async #leave(replay: StreamReplay): Promise<void> {
    const { stream } = replay;
    this.#replays.delete(replay);
    // Its client has just come back.
    if (stream.ended === undefined) return this.add(stream);
    this.#count(replay);
    this.#tuplesGone += replay.tuples;
    this.#bytesGone += stream.size;
    this.#context.through?.(stream);
    await this.#context.spool.remove(stream);
  }

  #count(replay: StreamReplay): void {
    const bytes = this.#untold(replay);
    if (bytes === 0) return;
    this.#gone.clients++;
    this.#gone.bytes += bytes;
  }

  #untold(replay: StreamReplay): number {
    const { size, waiting } = replay.stream;
    return size - waiting - (this.#told.get(replay) ?? 0);
  }

  #tellDrained(): void {
    let { clients, bytes } = this.#gone;
    let refused = 0;
    for (const replay of this.all) {
      if (replay.refused !== undefined) {
        refused++;
        continue;
      }
      const untold = this.#untold(replay);
      if (untold === 0) continue;
      clients++;
      bytes += untold;
      this.#told.set(replay, untold + (this.#told.get(replay) ?? 0));
    }
    this.#gone = { clients: 0, bytes: 0 };
    this.#isDue = this.#isRefusing = false;
    this.#context.drained({ clients, bytes, refused });
  }
}
