import {
  type ChildProcess,
  type ChildProcessByStdio,
  spawn,
  spawnSync,
} from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";
import { atExit } from "./at_exit.ts";
import { freePort } from "./free_port.ts";
import { repositoryRoot } from "./runtime_command.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";
import { connect } from "./client.ts";

/** Debian's directory of programs for administrators. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** The reason why HAProxy can't run here; `undefined` if it can. */
export function whyNoHaproxy(): string | undefined {
  const { error } = spawnSync("haproxy", ["-v"], { env: { PATH } });
  return error && "HAProxy is missing; install Debian's package haproxy";
}

/** Which configuration HAProxy has. */
export interface HaproxyOptions {
  /** A file in `contrib/`. */
  readonly file?: string;
  /** Changes its text. */
  readonly edit?: (text: string) => string;
}

/**
 * HAProxy with a configuration of `contrib/`, in front of some servers: ports
 * on the loopback, or other addresses with ports.
 */
export class Haproxy implements AsyncDisposable {
  /** The port for clients. */
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #directory: string;
  #log = "";

  private constructor(
    port: number,
    child: ChildProcessByStdio<null, null, Readable>,
    directory: string,
  ) {
    this.port = port;
    child.stderr.setEncoding("utf8").on("data", (text) => this.#log += text);
    this.#child = child;
    this.#directory = directory;
    atExit(() => child.kill("SIGKILL"));
  }

  /** Starts it; resolves once it accepts connections. */
  static async start(
    servers: readonly (number | string)[],
    { file = "haproxy.conf", edit = (text) => text }: HaproxyOptions = {},
  ): Promise<Haproxy> {
    const port = await freePort();
    const directory = makeTempDir();
    const path = join(directory, file);
    writeFileSync(path, edit(configuration(file, port, servers)));
    const child = spawn("haproxy", ["-db", "-f", path], {
      env: { PATH },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const haproxy = new Haproxy(port, child, directory);
    await waitFor("HAProxy to listen", async () => {
      if (child.exitCode !== null) throw new Error(haproxy.#log);
      const client = await connect(port).catch(() => undefined);
      client?.destroy();
      return client !== undefined || haproxy.#log;
    });
    return haproxy;
  }

  /** Its process. */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error("It never started");
    return this.#child.pid;
  }

  /** Waits for its output. */
  says(what: RegExp): Promise<void> {
    return waitFor(
      `HAProxy to say ${what}`,
      () => what.test(this.#log) || this.#log,
      15_000,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
    removeTempDir(this.#directory);
  }
}

/** The file in `contrib/`, with lower limits and other addresses. */
function configuration(
  file: string,
  port: number,
  servers: readonly (number | string)[],
): string {
  const text = readFileSync(join(repositoryRoot, "contrib", file), "utf8");
  return text
    .replace("maxconn 8000", "maxconn 200")
    .replace(/^( +bind) :3003$/m, `$1 127.0.0.1:${port}`)
    .replace(/^ +server .+\n/gm, (line) => {
      const number = Number(/oml-(\d+)/.exec(line)?.[1]);
      const server = servers[number - 1];
      if (server === undefined) return "";
      const address = typeof server === "number"
        ? `127.0.0.1:${server}`
        : server;
      return line.replace(/192\.0\.2\.\d+:3003/, address);
    });
}
