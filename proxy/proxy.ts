/**
 * The proxy: takes streams, keeps them, and replays them when told to.
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
} from "./control/status.ts";
import { RateMeter } from "./upstream/rate_meter.ts";
import type { ProxyOptions } from "./options.ts";
import { Spool } from "./spool/spool.ts";
import type { Progress } from "./upstream/progress.ts";
import { Replays } from "./upstream/replays.ts";
import type { StreamReplay } from "./upstream/stream_replay.ts";
import { Upstream } from "./upstream/upstream.ts";

/** Milliseconds between two looks at how fast streams are sent. */
const METER_MS = 500;

/** A server that takes longer to be reached, in ms, is not this proxy. */
const PROBE_MS = 500;

/** What a proxy needs. */
export interface ProxyContext {
  /** The runtime. */
  readonly runtime: Runtime;
  /** Where clients come. */
  readonly listener: Listener;
  /** The proxy's options. */
  readonly options: ProxyOptions;
  /** Told of what people want to know. */
  readonly log: Log;
  /** Told what every operator is told, a line each. */
  readonly announce: (line: string) => void;
}

/** A running proxy. */
export class Proxy {
  readonly #context: ProxyContext;
  readonly #spool: Spool;
  readonly #upstream: Upstream;
  readonly #replays: Replays;
  readonly #clients: Clients;
  readonly #meters = new WeakMap<StreamReplay, RateMeter>();
  readonly #metering: ReturnType<typeof setInterval>;
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
      cameBack: () => this.#breakLoop(),
    });
    this.#upstream.arrivals = () => this.#clients.all;
    this.#upstream.cameBack = () => this.#breakLoop();
    this.#metering = setInterval(() => this.#meter(), METER_MS);
  }

  /** Opens the spool, and serves until {@linkcode Proxy.stop}. */
  static async start(context: ProxyContext): Promise<Proxy> {
    const { options, log } = context;
    const spool = await Spool.open(options.spool, log);
    const proxy = new Proxy(context, spool);
    if (options.autoResume) await proxy.command("RESUME");
    return proxy;
  }

  /** The port that clients come to. */
  get port(): number {
    return this.#clients.port;
  }

  /** How it is. */
  get status(): ProxyStatus {
    return {
      state: this.#replays.state,
      upstream: this.#upstream.name,
      trouble: this.#upstream.trouble,
      streams: [...this.#replays.all].map((replay) => this.#statusOf(replay)),
    };
  }

  /** How far the replay has come; nothing while there is none. */
  get progress(): Progress | undefined {
    const progress = this.#replays.progress;
    const isReplaying = this.#replays.state === "running" &&
      progress.sent < progress.total;
    return isReplaying ? progress : undefined;
  }

  /** Carries out a line of an operator; returns the lines of the answer. */
  async command(line: string): Promise<readonly string[]> {
    const name = parseCommand(line);
    // A replay that is resumed would hold up the stop.
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
        return [`ERROR no command "${quoteText(line)}"; write ${COMMAND_LIST}`];
    }
  }

  /** Sends if it does not, and the other way round. */
  async toggle(): Promise<void> {
    const isRunning = this.#replays.state === "running";
    await this.command(isRunning ? "PAUSE" : "RESUME");
  }

  /**
   * Ends the replay at a tuple's end, and forces all there is to disk; whether
   * that could be done.
   */
  async stop(): Promise<boolean> {
    this.#isStopping = true;
    clearInterval(this.#metering);
    await Promise.all([this.#clients.stop(), this.#replays.close()]);
    return await this.#spool.close();
  }

  async #resume(): Promise<string> {
    const { log } = this.#context;
    if (await this.#upstreamIsOwn()) return `ERROR ${this.#tellOwn()}`;
    log.info("sending to {name}", { name: this.#upstream.name });
    this.#replays.resume();
    return "OK RESUME";
  }

  /** Only where the ports are the same, as they are with the defaults. */
  async #upstreamIsOwn(): Promise<boolean> {
    if (this.#context.options.replay.port !== this.port) return false;
    const probe = this.#upstream.probe();
    const connection = await Promise.race([
      probe,
      delay(PROBE_MS, undefined, { ref: false }),
    ]);
    const isOwn = connection !== undefined &&
      await this.#clients.include(connection);
    probe.then((late) => late?.close());
    return isOwn;
  }

  /** What was sent has come back, however it went. */
  #breakLoop(): void {
    // Each stream that was sent by then comes back, and is told here.
    if (this.#replays.state !== "running") return;
    this.#replays.halt("paused");
    this.#context.announce(`ERROR ${this.#tellOwn()}`);
  }

  #tellOwn(): string {
    const text = `the server ${this.#upstream.name} is this proxy itself; ` +
      "give the server's port with --dstport, its host with --dstaddress";
    this.#context.log.error("{text}", { text });
    return text;
  }

  #meter(): void {
    for (const replay of this.#replays.all) {
      const meter = this.#meters.get(replay) ?? new RateMeter();
      this.#meters.set(replay, meter);
      meter.add(replay.sent, performance.now());
    }
  }

  #statusOf(replay: StreamReplay): ProxyStatus["streams"][number] {
    const { stream } = replay;
    return {
      path: stream.path,
      received: stream.size,
      buffered: stream.waiting,
      sent: replay.sent,
      acknowledged: stream.delivery.acknowledged,
      dropped: stream.dropped,
      rate: this.#meters.get(replay)?.perSecond ?? 0,
      isLive: stream.ended === undefined,
      replay: replay.status,
      refused: replay.refused,
    };
  }
}
