import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Client, connect } from "./client.ts";
import { headers, type Hello } from "./hello.ts";
import {
  type ExitStatus,
  type ServerProcess,
  startServer,
} from "./server_process.ts";
import { countRows, sideFiles } from "./sqlite.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { PATIENCE_MS, waitFor } from "./wait_for.ts";

/**
 * A server process with a data directory of its own, stopped at the end of its
 * scope.
 */
export class TestServer implements AsyncDisposable {
  readonly dataDir: string;
  readonly #root: string;
  readonly #clients: Client[] = [];
  #process: ServerProcess;

  private constructor(process: ServerProcess, root: string) {
    this.#process = process;
    this.#root = root;
    this.dataDir = join(root, "data");
  }

  /** Starts it with additional options. */
  static start(...args: readonly string[]): Promise<TestServer> {
    return TestServer.startBy(undefined, ...args);
  }

  /** The same with a `command`. */
  static async startBy(
    command: readonly string[] | undefined,
    ...args: readonly string[]
  ): Promise<TestServer> {
    const root = makeTempDir();
    const dataDir = join(root, "data");
    mkdirSync(dataDir);
    const process = await startServer({ dataDir, args, command });
    return new TestServer(process, root);
  }

  get process(): ServerProcess {
    return this.#process;
  }

  /**
   * Starts another process on the same directory, after the first one has
   * exited.
   */
  async startAgain(...args: readonly string[]): Promise<void> {
    this.#process = await startServer({ dataDir: this.dataDir, args });
  }

  /** Opens a connection. */
  async connect(): Promise<Client> {
    const client = await connect(this.#process.port);
    this.#clients.push(client);
    return client;
  }

  /** Opens a connection, and sends headers and `body`. */
  async client(hello: Hello, body = ""): Promise<Client> {
    const client = await this.connect();
    await client.send(headers(hello) + body);
    return client;
  }

  /** The path of a domain's database. */
  path(domain: string): string {
    return join(this.dataDir, `${domain}.sq3`);
  }

  /** Whether a domain has a database. */
  has(domain: string): boolean {
    return existsSync(this.path(domain));
  }

  /** Waits until a reader sees this number of rows. */
  sees(count: number, domain: string, table = "app_m", ms = PATIENCE_MS) {
    return waitFor(`${count} rows of ${table}`, () => {
      const there = countRows(this.path(domain), table);
      return there === count || `there are ${there}`;
    }, ms);
  }

  /**
   * Waits until a domain's database is complete in one file, without side
   * files.
   */
  closes(domain: string): Promise<void> {
    return waitFor(`the closing of ${domain}`, () => {
      const beside = sideFiles(this.path(domain));
      return beside.length === 0 || beside.join(" ");
    });
  }

  /** Waits for a line in the log. */
  logs(what: RegExp, ms = PATIENCE_MS): Promise<void> {
    const log = () => this.#process.stderr();
    return waitFor(`${what} in the log`, () => what.test(log()) || log(), ms);
  }

  /** Stops the process in order. */
  stop(): Promise<ExitStatus> {
    return this.#process.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy();
    if (this.#process.running) await this.#process.kill();
    removeTempDir(this.#root);
  }
}
