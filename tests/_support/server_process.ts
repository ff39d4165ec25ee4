import { type ChildProcessByStdio, spawn } from "node:child_process";
import process from "node:process";
import type { Readable } from "node:stream";
import { atExit } from "./at_exit.ts";
import { cleanEnv } from "./clean_env.ts";
import { repositoryRoot, serverCommand } from "./runtime_command.ts";
import { within } from "./within.ts";

const children = new Set<ServerChild>();
atExit(() => children.forEach((child) => child.kill("SIGKILL")));

/** The exit code, or the name of the signal that ended the process. */
export type ExitStatus = number | string;

/** How to start a server. */
export interface StartOptions {
  dataDir: string;
  /** Additional options of the command line. */
  args?: readonly string[];
  /** The command, if not the usual one. */
  command?: readonly string[];
  /** Additional environment variables. */
  env?: Readonly<Record<string, string>>;
}

/**
 * Starts the real server on a free port; resolves once it listens. Rejects with
 * its log if it exits before, or does not listen within 30 s.
 */
export function startServer(
  { dataDir, args = [], command = serverCommand(), env }: StartOptions,
): Promise<ServerProcess> {
  return startProgram([...command, "-D", dataDir, "-l", "0", ...args], env);
}

/** The same for any command that logs its port to stderr. */
export async function startProgram(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawnProgram(command, env);
  const server = new ServerProcess(child);
  try {
    await within(server.listening, 30_000, "It does not listen within 30 s");
    return server;
  } catch (cause) {
    child.kill("SIGKILL");
    const log = server.stderr();
    throw new Error(`Cannot start the server: ${cause}\n${log}`, { cause });
  }
}

/** A server process; the caller must stop it. */
export class ServerProcess {
  readonly exited: Promise<ExitStatus>;
  /** Resolves when the port is known; rejects if the process exits before. */
  readonly listening: Promise<void>;
  readonly #child: ServerChild;
  #port = 0;
  #running = true;
  #stderr = "";

  constructor(child: ServerChild) {
    this.#child = child;
    this.exited = new Promise((resolve) =>
      child.once("exit", (code, signal) => {
        this.#running = false;
        resolve(code ?? signal ?? "unknown");
      })
    );
    this.listening = new Promise((resolve, reject) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        this.#stderr += text;
        if (this.#port) return;
        this.#port = announcedPort(this.#stderr);
        if (this.#port) resolve();
      });
      child.once("error", reject);
      // "close" comes after "exit", when all of its output has been read.
      child.once("close", () => reject(new Error("It exited at once")));
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error("It never started");
    return this.#child.pid;
  }

  get port(): number {
    return this.#port;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Everything that the server has logged so far. */
  stderr(): string {
    return this.#stderr;
  }

  /** Stops it in order with SIGTERM; with SIGKILL after 10 s. */
  stop(): Promise<ExitStatus> {
    if (this.#running) terminate(this.pid);
    return within(this.exited, 10_000, "").catch(() => this.kill());
  }

  /** Stops it in order with SIGTERM; rejects if it still runs after `ms`. */
  terminate(ms: number): Promise<ExitStatus> {
    terminate(this.pid);
    return within(this.exited, ms, `It is still there after ${ms} ms`);
  }

  /** Kills it. */
  kill(): Promise<ExitStatus> {
    this.#child.kill("SIGKILL");
    return this.exited;
  }
}

/**
 * Not with `ChildProcess.kill()`: on Deno 2.9 the exit status is then the
 * signal, even if the process handled it and exited with a status of its own.
 */
function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has just exited by itself; its exit status is checked later.
  }
}

type ServerChild = ChildProcessByStdio<null, null, Readable>;

function spawnProgram(
  command: readonly string[],
  more: Readonly<Record<string, string>>,
): ServerChild {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: repositoryRoot,
    env: cleanEnv(more),
    stdio: ["ignore", "ignore", "pipe"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** The port in the log, once its line is complete; 0 without. */
function announcedPort(log: string): number {
  return Number(/listening on port (\d+)\D/.exec(log)?.[1] ?? 0);
}
