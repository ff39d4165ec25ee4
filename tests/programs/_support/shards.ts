import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../_support/free_port.ts";
import { NetworkHost } from "../../_support/network_host.ts";
import { serverCommand } from "../../_support/runtime_command.ts";
import {
  type ServerProcess,
  startServer,
} from "../../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** A server with databases of its own, which can be killed and return. */
export class Shard {
  readonly #dataDir: string;
  /** A host of its own, where the system allows that; else a port of this. */
  readonly #host = NetworkHost.create();
  readonly #port: number;
  #process: ServerProcess | undefined;

  private constructor(dataDir: string, port: number) {
    this.#dataDir = dataDir;
    this.#port = port;
  }

  /** Starts one with a new data directory. */
  static async start(dataDir: string): Promise<Shard> {
    const shard = new Shard(dataDir, await freePort());
    mkdirSync(dataDir);
    await shard.start();
    return shard;
  }

  /** Its address, with its port. */
  get address(): string {
    return `${this.#host?.address ?? "127.0.0.1"}:${this.#port}`;
  }

  /** Starts it again. */
  async start(): Promise<void> {
    this.#process = await startServer({
      dataDir: this.#dataDir,
      command: [...this.#host?.command ?? [], ...serverCommand()],
      args: ["-l", `${this.#port}`],
    });
  }

  /** Kills it. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Stops it in order, so that its databases are complete. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  /** Kills it, and removes its host. */
  async remove(): Promise<void> {
    await this.kill();
    this.#host?.[Symbol.dispose]();
  }

  /** The file of an experiment. */
  path(domain: string): string {
    return join(this.#dataDir, `${domain}.sq3`);
  }
}

/** Three servers behind HAProxy. */
export class Shards implements AsyncDisposable {
  readonly #root = makeTempDir();
  #all: readonly Shard[] = [];

  /** Starts them. */
  static async start(): Promise<Shards> {
    const shards = new Shards();
    shards.#all = await Promise.all(
      [0, 1, 2].map((i) => Shard.start(join(shards.#root, `${i}`))),
    );
    return shards;
  }

  /** Their addresses, with ports. */
  get addresses(): string[] {
    return this.#all.map(({ address }) => address);
  }

  /** The servers that have a database of the experiment. */
  owners(domain: string): Shard[] {
    return this.#all.filter((shard) => existsSync(shard.path(domain)));
  }

  /** Stops them in order, so that their databases are complete. */
  async stop(): Promise<void> {
    await Promise.all(this.#all.map((shard) => shard.stop()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((shard) => shard.remove()));
    removeTempDir(this.#root);
  }
}
