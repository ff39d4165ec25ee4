import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { atExit } from "./at_exit.ts";
import { cleanEnv } from "./clean_env.ts";
import { type Client, connect } from "./client.ts";
import { freePort } from "./free_port.ts";
import { repositoryRoot, serverCommand } from "./runtime_command.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";
import { within } from "./within.ts";

/** A server whose stderr is not read, with a data directory of its own. */
export class SpawnedServer implements AsyncDisposable {
  readonly dataDir: string;
  /** The data directory's parent, for other files. */
  readonly root: string;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(root: string, port: number, args: readonly string[]) {
    this.root = root;
    this.dataDir = join(root, "data");
    this.port = port;
    mkdirSync(this.dataDir);
    const [program, ...first] = serverCommand();
    const own = ["-D", this.dataDir, "-l", `127.0.0.1:${port}`];
    this.#child = spawn(program, [...first, ...own, ...args], {
      cwd: repositoryRoot,
      env: cleanEnv(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    atExit(() => this.#child.kill("SIGKILL"));
  }

  /** Starts it with the options that `args` builds for its root. */
  static async start(
    args: (root: string) => readonly string[],
  ): Promise<SpawnedServer> {
    const root = makeTempDir();
    const server = new SpawnedServer(root, await freePort(), args(root));
    await waitFor("a server", () => server.#answers(), 30_000);
    return server;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error("It never started");
    return this.#child.pid;
  }

  /** Stops it in order; resolves with its exit code, if it exits in time. */
  async terminate(ms: number): Promise<number | null> {
    const exited = once(this.#child, "exit");
    process.kill(this.pid, "SIGTERM");
    const [code] = await within(exited, ms, `It is there after ${ms} ms`);
    return code;
  }

  /** Opens a connection. */
  connect(): Promise<Client> {
    return connect(this.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      const exited = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await exited;
    }
    removeTempDir(this.root);
  }

  #answers(): Promise<boolean> {
    return this.connect().then((client) => {
      client.destroy();
      return true;
    }, () => false);
  }
}
