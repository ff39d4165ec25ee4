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

/**
 * HAProxy with the configuration of `contrib/haproxy.conf`, in front of some
 * ports.
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
  static async start(servers: readonly number[]): Promise<Haproxy> {
    const port = await freePort();
    const directory = makeTempDir();
    const file = join(directory, "haproxy.conf");
    writeFileSync(file, configuration(port, servers));
    const child = spawn("haproxy", ["-db", "-f", file], {
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
function configuration(port: number, servers: readonly number[]): string {
  const path = join(repositoryRoot, "contrib", "haproxy.conf");
  const text = readFileSync(path, "utf8");
  return text
    .replace("maxconn 8000", "maxconn 200")
    .replace("bind :3003", `bind 127.0.0.1:${port}`)
    .replace(
      /( +server oml-).+\n/,
      (_, start) =>
        servers.map((port, i) => `${start}${i + 1} 127.0.0.1:${port}\n`).join(
          "",
        ),
    )
    .replace(/ +server .+192\.0\.2\..+\n/g, "");
}
