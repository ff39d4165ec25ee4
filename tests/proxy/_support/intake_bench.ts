import { join } from "node:path";
import { MemoryRuntime } from "../../../ports/memory.ts";
import type { Connection, Listener } from "../../../ports/runtime.ts";
import type { SessionContext } from "../../../proxy/intake/session.ts";
import {
  DEFAULT_PROXY_OPTIONS,
  type SpoolOptions,
} from "../../../proxy/options.ts";
import { Spool } from "../../../proxy/spool/spool.ts";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** A client in memory. */
export interface MemoryClient {
  /** The proxy's end of the connection. */
  readonly connection: Connection;
  /** Resolves when the proxy has closed the connection. */
  readonly closed: Promise<void>;
  /** Everything received from the proxy. */
  heard(): string;
  send(text: string): Promise<void>;
  end(): Promise<void>;
}

/** A spool, and clients without sockets; removed with its scope. */
export class IntakeBench implements AsyncDisposable {
  readonly root: string;
  readonly log = new MemoryLog();
  readonly spool: Spool;
  readonly options: SpoolOptions;
  readonly listener: Listener;
  /** Streams given to `opened`. */
  readonly opened: SpooledStream[] = [];
  loops = 0;
  isOwn = false;
  readonly #runtime: MemoryRuntime;

  private constructor(
    root: string,
    options: SpoolOptions,
    runtime: MemoryRuntime,
    listener: Listener,
    spool: Spool,
  ) {
    this.root = root;
    this.options = options;
    this.#runtime = runtime;
    this.listener = listener;
    this.spool = spool;
  }

  /** Opens a spool; without a sync of its own, so that tests decide. */
  static async open(changes: Partial<SpoolOptions> = {}): Promise<IntakeBench> {
    const root = makeTempDir();
    const options: SpoolOptions = {
      ...DEFAULT_PROXY_OPTIONS.spool,
      resultFile: join(root, "result"),
      syncMs: 1_000_000,
      ...changes,
    };
    const runtime = new MemoryRuntime();
    const listener = await runtime.listen(3003);
    const spool = await Spool.open(options, new MemoryLog());
    return new IntakeBench(root, options, runtime, listener, spool);
  }

  /** What sessions share. */
  get context(): Omit<SessionContext, "fence"> {
    return {
      spool: this.spool,
      options: this.options,
      log: this.log,
      opened: (stream) => this.opened.push(stream),
      isOwn: () => this.isOwn,
      loopDetected: () => this.loops++,
    };
  }

  /** A connection that the test accepts itself. */
  async accepted(): Promise<MemoryClient> {
    const accepting = this.listener.accept();
    const client = await this.connect();
    const connection = await accepting;
    if (connection === null) throw new TypeError("The listener is closed");
    return { ...client, connection };
  }

  /** A connection that something else accepts. */
  async connect(): Promise<Omit<MemoryClient, "connection">> {
    let heard = "";
    const outgoing = await this.#runtime.connect(
      this.listener.address.port,
      this.listener.address.host,
      (chunk) => heard += latin1(chunk),
    );
    return {
      closed: outgoing.closed,
      heard: () => heard,
      send: (text) => outgoing.write(bytes(text)),
      end: () => outgoing.end(),
    };
  }

  /** The bytes of a stream. */
  async text(stream: SpooledStream): Promise<string> {
    const buffer = new Uint8Array(stream.size);
    return latin1(buffer.subarray(0, await stream.read(buffer, 0)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.spool.close();
    removeTempDir(this.root);
  }
}
