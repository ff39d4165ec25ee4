import type { ReplayOptions } from "../../../proxy/options.ts";
import { DEFAULT_PROXY_OPTIONS } from "../../../proxy/options.ts";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { ArrivalOrder } from "../../../proxy/upstream/arrival_order.ts";
import { ConcurrencyLimit } from "../../../proxy/upstream/concurrency_limit.ts";
import { RateLimit } from "../../../proxy/upstream/rate_limit.ts";
import type {
  ReplayContext,
  ReplayState,
} from "../../../proxy/upstream/replay_context.ts";
import { Upstream } from "../../../proxy/upstream/upstream.ts";
import { bytes } from "../../_support/packet.ts";
import { IntakeBench } from "./intake_bench.ts";
import type { MemoryServer } from "./memory_server.ts";

/** What a replay to a server in memory works with; removed with its scope. */
export class ReplayParts implements ReplayContext, AsyncDisposable {
  readonly upstream: Upstream;
  readonly options: ReplayOptions;
  readonly rate = new RateLimit(Infinity);
  readonly order = new ArrivalOrder();
  readonly connections = new ConcurrencyLimit(10);
  readonly pageBytes = 4096;
  readonly bench: IntakeBench;
  state: ReplayState = "running";
  changes = 0;
  sentBytes = 0;

  private constructor(
    server: MemoryServer,
    bench: IntakeBench,
    options: ReplayOptions,
  ) {
    this.bench = bench;
    this.options = options;
    this.upstream = new Upstream(server.runtime, options, bench.log);
  }

  /** Replays to `server`, without any patience unless `changes` has some. */
  static async open(
    server: MemoryServer,
    changes: Partial<ReplayOptions> = {},
  ): Promise<ReplayParts> {
    const options: ReplayOptions = {
      ...DEFAULT_PROXY_OPTIONS.replay,
      inspectMs: 0,
      objectionMs: 0,
      backoffMs: [1, 1],
      ...changes,
    };
    return new ReplayParts(server, await IntakeBench.open(), options);
  }

  get log(): IntakeBench["log"] {
    return this.bench.log;
  }

  noteSent(bytes: number): void {
    this.sentBytes += bytes;
  }

  changed(): void {
    this.changes++;
  }

  /** A stream on disk; its client has disconnected unless `isLive`. */
  async stream(text: string, isLive = false): Promise<SpooledStream> {
    const { spool } = this.bench;
    const stream = await spool.create(spool.clock.now());
    stream.append(bytes(text));
    if (!isLive) stream.end(spool.clock.now());
    await stream.sync();
    return stream;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench[Symbol.asyncDispose]();
  }
}
