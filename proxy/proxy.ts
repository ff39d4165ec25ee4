/**
 * The proxy: stores streams, and replays them on command.
 *
 * @module
 */
import { quoteText } from "../codec/values/quote.ts";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../shared/log.ts";
import type { Listener, Runtime } from "../ports/runtime.ts";
import { Clients } from "./intake/clients.ts";
import { COMMAND_LIST, parseCommand } from "./control/command.ts";
import {
  formatDrained,
  formatStatus,
  type ProxyStatus,
  type RefusedConnections,
} from "./control/status.ts";
import { RateMeter } from "./upstream/rate_meter.ts";
import type { ProxyOptions } from "./options.ts";
import type { ProxyTotals } from "./totals.ts";
import { Spool } from "./spool/spool.ts";
import type { ReplayProgress } from "./upstream/replay_progress.ts";
import { Replays } from "./upstream/replays.ts";
import type { StreamReplay } from "./upstream/stream_replay.ts";
import { Upstream } from "./upstream/upstream.ts";

/** Milliseconds between two measurements of the rates. */
const METER_MS = 500;

/** A server that takes longer to connect to, in ms, is not this proxy. */
const PROBE_MS = 500;

/** What a proxy needs. */
export interface ProxyContext {
  /** The runtime. */
  readonly runtime: Runtime;
  /** Accepts clients. */
  readonly listener: Listener;
  /** Returns what was refused before it was accepted. */
  readonly refused: () => RefusedConnections;
  /** The proxy's options. */
  readonly options: ProxyOptions;
  /** The log. */
  readonly log: Log;
  /** Sends a line to every operator. */
  readonly announce: (line: string) => void;
}

/** A running proxy. */
export class Proxy {
  readonly #context: ProxyContext;
  readonly #spool: Spool;
  readonly #upstream: Upstream;
  readonly #replays: Replays;
  readonly #clients: Clients;
  #meters = new WeakMap<StreamReplay, RateMeter>();
  /** Set while it sends. */
  #metering: ReturnType<typeof setInterval> | undefined;
  #isStopping = false;

  private constructor(context: ProxyContext, spool: Spool) {
    const { runtime, options, log, announce, listener } = context;
    this.#context = context;
    this.#spool = spool;
    this.#upstream = new Upstream(runtime, options.replay, log);
    this.#replays = new Replays({
      upstream: this.#upstream,
      options: options.replay,
      spool,
      spoolOptions: options.spool,
      log,
      drained: (drained) => announce(formatDrained(drained)),
    });
    this.#clients = new Clients(listener, options.maxConnections, {
      spool,
      options: options.spool,
      log,
      opened: (stream) => this.#replays.add(stream),
      isOwn: (accepted) => this.#upstream.owns(accepted),
      loopDetected: () => this.#breakLoop(),
    });
    this.#upstream.arrivals = () => this.#clients.all;
    this.#upstream.loopDetected = () => this.#breakLoop();
  }

  /** Opens the spool; serves until {@linkcode Proxy.stop}. */
  static async start(context: ProxyContext): Promise<Proxy> {
    const { options, log } = context;
    const spool = await Spool.open(options.spool, log);
    const proxy = new Proxy(context, spool);
    if (options.autoResume) await proxy.command("RESUME");
    return proxy;
  }

  /** The port that clients connect to. */
  get port(): number {
    return this.#clients.port;
  }

  /** How many clients are connected. */
  get connections(): number {
    return this.#clients.count;
  }

  /** The current status. */
  get status(): ProxyStatus {
    return {
      state: this.#replays.state,
      upstream: this.#upstream.name,
      trouble: this.#upstream.trouble,
      refused: this.#context.refused(),
      streams: [...this.#replays.all].map((replay) => this.#statusOf(replay)),
    };
  }

  /** Progress of the replay; unset while nothing is being sent. */
  get progress(): ReplayProgress | undefined {
    const progress = this.#replays.progress;
    const isReplaying = this.#replays.state === "running" &&
      progress.sent < progress.total;
    return isReplaying ? progress : undefined;
  }

  /** What it has received and sent since its start. */
  get totals(): ProxyTotals {
    const { received, dropped } = this.#spool;
    return { received, dropped, ...this.#replays.totals };
  }

  /** Executes a command; returns the lines of the answer. */
  async command(line: string): Promise<readonly string[]> {
    const name = parseCommand(line);
    // A resumed replay would delay the stop.
    if (this.#isStopping && name !== undefined && name !== "STATUS") {
      return ["ERROR the proxy is stopping"];
    }
    switch (name) {
      case "RESUME":
        return [await this.#resume()];
      case "PAUSE":
        await this.#replays.halt("paused");
        return ["OK PAUSE"];
      case "STOP":
        await this.#replays.halt("stopped");
        return ["OK STOP"];
      case "STATUS":
        return [...formatStatus(this.status), "OK STATUS"];
      default:
        return [`ERROR no command "${quoteText(line)}"; use ${COMMAND_LIST}`];
    }
  }

  /** Pauses a running replay, or resumes it. */
  async toggle(): Promise<void> {
    const isRunning = this.#replays.state === "running";
    await this.command(isRunning ? "PAUSE" : "RESUME");
  }

  /**
   * Ends the replay between two tuples, and forces all data to disk. Resolves to
   * false if some is lost.
   */
  async stop(): Promise<boolean> {
    this.#isStopping = true;
    clearInterval(this.#metering);
    await Promise.all([this.#clients.stop(), this.#replays.close()]);
    return await this.#spool.close();
  }

  async #resume(): Promise<string> {
    const { log } = this.#context;
    if (await this.#upstreamIsOwn()) return `ERROR ${this.#logOwn()}`;
    log.info("sending to {name}", { name: this.#upstream.name });
    this.#replays.resume();
    this.#startMetering();
    return "OK RESUME";
  }

  /** Only possible if the ports are the same, as the defaults are. */
  async #upstreamIsOwn(): Promise<boolean> {
    if (this.#context.options.replay.port !== this.port) return false;
    const probe = this.#upstream.probe();
    const connection = await Promise.race([
      probe,
      delay(PROBE_MS, undefined, { ref: false }),
    ]);
    const isOwn = connection !== undefined &&
      await this.#clients.includes(connection);
    probe.then((late) => late?.close());
    return isOwn;
  }

  /** Pauses: what was sent has arrived here again. */
  #breakLoop(): void {
    // This is called for each stream that was sent by then.
    if (this.#replays.state !== "running") return;
    this.#replays.halt("paused");
    this.#context.announce(`ERROR ${this.#logOwn()}`);
  }

  #logOwn(): string {
    const text = `the server ${this.#upstream.name} is this proxy itself; ` +
      "give the server's host with --dstaddress or its port with --dstport";
    this.#context.log.error("{text}", { text });
    return text;
  }

  #startMetering(): void {
    if (this.#metering !== undefined) return;
    this.#meters = new WeakMap();
    this.#metering = setInterval(() => this.#meter(), METER_MS);
  }

  #meter(): void {
    if (this.#replays.state !== "running") {
      clearInterval(this.#metering);
      this.#metering = undefined;
    }
    for (const replay of this.#replays.all) {
      const meter = this.#meters.get(replay) ?? new RateMeter();
      this.#meters.set(replay, meter);
      meter.add(replay.sent, performance.now());
    }
  }

  #statusOf(replay: StreamReplay): ProxyStatus["streams"][number] {
    const { stream } = replay;
    const isSending = this.#replays.state === "running";
    const meter = isSending ? this.#meters.get(replay) : undefined;
    return {
      path: stream.path,
      received: stream.size,
      buffered: stream.waiting,
      sent: replay.sent,
      acknowledged: stream.delivery.acknowledged,
      dropped: stream.dropped,
      rate: meter?.perSecond ?? 0,
      isLive: stream.ended === undefined,
      replay: replay.status,
      rejected: replay.rejected,
    };
  }
}
