import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { serverCommand } from "../_support/runtime_command.ts";
import { type ServerProcess, startServer } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { type Database, readDatabases } from "./read_databases.ts";

/** A data directory, and the server that writes to it. */
export class TestBed {
  readonly #root = makeTempDir();
  readonly dataDir: string = join(this.#root, "data");
  readonly #faults: string[] = [];
  readonly #command: readonly string[];
  #process: ServerProcess | undefined;

  readonly #args: readonly string[];

  /** For a server that `command` starts with these additional options. */
  constructor(
    command: readonly string[] = serverCommand(),
    args: readonly string[] = [],
  ) {
    this.#command = command;
    this.#args = args;
    mkdirSync(this.dataDir);
  }

  get port(): number {
    return this.#process?.port ?? 0;
  }

  get running(): boolean {
    return this.#process?.running ?? false;
  }

  /** Each disorderly exit of the server. */
  get faults(): string[] {
    return this.#process?.running === false
      ? [...this.#faults, this.#fault("ended by itself")]
      : this.#faults;
  }

  async start(): Promise<void> {
    this.#process = await startServer({
      dataDir: this.dataDir,
      args: this.#args,
      command: this.#command,
    });
  }

  /** Stops the server with SIGTERM. */
  async stop(): Promise<void> {
    if (!this.#process) return;
    if (this.#process.running) {
      const status = await this.#process.stop();
      if (status !== 0) {
        this.#faults.push(this.#fault(`ended with ${status} at SIGTERM`));
      }
    } else {
      this.#faults.push(this.#fault("ended by itself"));
    }
    this.#process = undefined;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The databases whose name begins with `prefix`, which is removed. */
  databases(
    prefix: string,
  ): Map<string, Database> | Promise<Map<string, Database>> {
    // From the root, because nothing may be written outside of the data
    // directory.
    return readDatabases({ root: this.#root, dataDir: this.dataDir, prefix });
  }

  /** Leaves neither process nor files. */
  async remove(): Promise<void> {
    if (this.running) await this.#process?.kill();
    removeTempDir(this.#root);
  }

  #fault(what: string): string {
    return `the server ${what}: ${this.#process?.stderr().slice(-400)}`;
  }
}
