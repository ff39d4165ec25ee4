import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { atExit } from "./at_exit.ts";
import { connect } from "./client.ts";
import { freePort } from "./free_port.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";

/** The reason why stunnel can't run here; `undefined` if it can. */
export function whyNoStunnel(): string | undefined {
  const { error } = spawnSync("stunnel", ["-version"], { stdio: "ignore" });
  return error && "stunnel is missing; install Debian's package stunnel4";
}

/** stunnel as in docs/tls.md: old clients connect to it without TLS. */
export class Stunnel implements AsyncDisposable {
  /** The port for clients. */
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #directory: string;

  private constructor(port: number, child: ChildProcess, directory: string) {
    this.port = port;
    this.#child = child;
    this.#directory = directory;
    atExit(() => child.kill("SIGKILL"));
  }

  /** Sends to `server`, whose certificate `ca` has issued for localhost. */
  static async start(server: number, ca: string): Promise<Stunnel> {
    const port = await freePort();
    const directory = makeTempDir();
    const file = join(directory, "stunnel.conf");
    writeFileSync(file, configuration(port, server, ca));
    const child = spawn("stunnel", [file], {
      env: { PATH: process.env.PATH },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let log = "";
    child.stderr.setEncoding("utf8").on("data", (text) => log += text);
    const stunnel = new Stunnel(port, child, directory);
    await waitFor("stunnel to listen", async () => {
      if (child.exitCode !== null) throw new Error(log);
      const client = await connect(port).catch(() => undefined);
      client?.destroy();
      return client !== undefined || log;
    });
    return stunnel;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
    removeTempDir(this.#directory);
  }
}

function configuration(port: number, server: number, ca: string): string {
  return `foreground = yes
pid =
[oml]
client = yes
accept = 127.0.0.1:${port}
connect = 127.0.0.1:${server}
CAfile = ${ca}
verifyChain = yes
checkHost = localhost
`;
}
