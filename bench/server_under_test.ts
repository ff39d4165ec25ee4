/**
 * A server or proxy process with a new data directory.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import type { Contestant } from "./contestants.ts";
import { processUsage, type Usage } from "./process_usage.ts";

const START_MS = 15_000;
const STOP_MS = 15_000;
const STEP_MS = 20;

/** A server is at rest if it uses less CPU than this in this many ms. */
const REST_MS = 500;
const REST_CPU_SECONDS = 0.02;

/**
 * A running server or proxy; stopped and removed with its databases at the end of its
 * scope.
 */
export class ServerUnderTest implements AsyncDisposable {
  /** Its port. */
  readonly port: number;
  /** The directory of its databases. */
  readonly dir: string;
  readonly #started = performance.now();
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  private constructor(child: ChildProcess, port: number, dir: string) {
    this.#child = child;
    this.#exited = once(child, "exit");
    // The caller that waits for the start reports a missing program.
    this.#exited.catch(() => undefined);
    this.port = port;
    this.dir = dir;
  }

  /**
   * Starts it; resolves once it accepts connections and is at rest, so that the
   * first load does not pay for its start.
   *
   * @throws {Error} if the start fails.
   */
  static async start(contestant: Contestant): Promise<ServerUnderTest> {
    const port = await freePort();
    const dir = mkdtempSync(join(tmpdir(), "oml2-bench-"));
    const [program, ...args] = contestant.command(port, dir);
    const child = spawn(program, args, {
      cwd: dir,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr?.setEncoding("utf8").on("data", (text) => errors += text);
    const server = new ServerUnderTest(child, port, dir);
    const deadline = performance.now() + START_MS;
    while (!await answers(port)) {
      if (child.exitCode !== null || performance.now() > deadline) {
        await server[Symbol.asyncDispose]();
        const command = [program, ...args].join(" ");
        throw new Error(
          `Cannot start ${contestant.name}: ${command}\n${errors.trim()}`,
        );
      }
      await delay(STEP_MS);
    }
    await server.#rest(deadline);
    return server;
  }

  /** Its usage so far; `undefined` if unknown. */
  usage(): Usage | undefined {
    return this.#child.pid === undefined
      ? undefined
      : processUsage(this.#child.pid);
  }

  /** Resolves this many seconds after its start. */
  async untilAge(seconds: number): Promise<void> {
    const age = performance.now() - this.#started;
    await delay(Math.max(0, 1000 * seconds - age));
  }

  async #rest(deadline: number): Promise<void> {
    for (;;) {
      const before = this.usage()?.cpuSeconds ?? 0;
      await delay(REST_MS);
      const used = (this.usage()?.cpuSeconds ?? 0) - before;
      if (used < REST_CPU_SECONDS || performance.now() > deadline) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode } = this.#child;
    if (pid !== undefined && exitCode === null) {
      const impatience = setTimeout(() => signal(pid, "SIGKILL"), STOP_MS);
      signal(pid, "SIGTERM");
      await this.#exited;
      clearTimeout(impatience);
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just exited by itself.
  }
}

/** A port that is currently free. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Whether a connection to the port is accepted. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const answer = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.on("connect", () => answer(true)).on("error", () => answer(false));
  });
}
