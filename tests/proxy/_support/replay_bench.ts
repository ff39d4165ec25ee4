import { Buffer } from "node:buffer";
import { join } from "node:path";
import type { Runtime } from "../../../ports/runtime.ts";
import {
  DEFAULT_PROXY_OPTIONS,
  type ReplayOptions,
} from "../../../proxy/options.ts";
import { Spool } from "../../../proxy/spool/spool.ts";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { type Drained, Replays } from "../../../proxy/upstream/replays.ts";
import { Upstream } from "../../../proxy/upstream/upstream.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";
import { PATIENCE_MS, waitFor } from "../../_support/wait_for.ts";

/** Real timeouts, divided by ten or more. */
const QUICK: Partial<ReplayOptions> = {
  host: "127.0.0.1",
  inspectMs: 50,
  answerMs: 200,
  segmentQuietMs: 300,
  backoffMs: [20, 200],
};

/** A spool and its replays in this process; removed with its scope. */
export class ReplayBench implements AsyncDisposable {
  readonly log = new MemoryLog();
  readonly drained: Drained[] = [];
  readonly spool: Spool;
  readonly replays: Replays;
  readonly #root: string;
  readonly #keepRoot: boolean;

  private constructor(
    root: string,
    spool: Spool,
    upstream: (log: MemoryLog) => Upstream,
    options: ReplayOptions,
    keepRoot: boolean,
  ) {
    this.#root = root;
    this.#keepRoot = keepRoot;
    this.spool = spool;
    this.replays = new Replays({
      upstream: upstream(this.log),
      options,
      spool,
      spoolOptions: DEFAULT_PROXY_OPTIONS.spool,
      log: this.log,
      drained: (drained) => this.drained.push(drained),
    });
  }

  /** Replays to `options.port`; `root`: an existing spool, which is kept. */
  static async start(
    options: Partial<ReplayOptions>,
    root?: string,
    changes: Partial<Runtime> = {},
  ): Promise<ReplayBench> {
    const directory = root ?? makeTempDir();
    const runtime = { ...await thisRuntime(), ...changes };
    const all = { ...DEFAULT_PROXY_OPTIONS.replay, ...QUICK, ...options };
    const spool = await Spool.open({
      ...DEFAULT_PROXY_OPTIONS.spool,
      resultFile: join(directory, "result"),
      syncMs: 20,
    }, new MemoryLog());
    const upstream = (log: MemoryLog) => new Upstream(runtime, all, log);
    return new ReplayBench(directory, spool, upstream, all, root !== undefined);
  }

  /** Adds a stream whose client has disconnected. */
  async add(text: string): Promise<SpooledStream> {
    const stream = await this.addLive(text);
    stream.end(this.spool.clock.now());
    await stream.sync();
    return stream;
  }

  /** Adds a stream whose client is connected. */
  async addLive(text: string): Promise<SpooledStream> {
    const stream = await this.spool.create(this.spool.clock.now());
    stream.append(Buffer.from(text, "latin1"));
    this.replays.add(stream);
    return stream;
  }

  /** Waits until everything is delivered or rejected. */
  async drains(ms = PATIENCE_MS): Promise<Drained> {
    let drained: Drained | undefined;
    await waitFor("DRAINED", () => {
      drained = this.drained.shift();
      return drained !== undefined || this.log.lines.join("\n");
    }, ms);
    if (drained === undefined) throw new TypeError("No DRAINED");
    return drained;
  }

  /** Ends the replays. */
  async close(): Promise<void> {
    await this.replays.close();
    await this.spool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    if (!this.#keepRoot) removeTempDir(this.#root);
  }
}
