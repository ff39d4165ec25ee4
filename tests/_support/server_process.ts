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

/** What a server is started with. */
export interface StartOptions {
  dataDir: string;
  /** Further options of the command line. */
  args?: readonly string[];
  /** What to start it by, if not by the usual command. */
  command?: readonly string[];
  /** Further variables of its environment. */
  env?: Readonly<Record<string, string>>;
}

/**
 * Starts the real server on a free port; resolves once it listens. Rejects with
 * what it logged if it leaves before, or does not listen within 30 s.
 */
export function startServer(
  { dataDir, args = [], command = serverCommand(), env }: StartOptions,
): Promise<ServerProcess> {
  return startProgram([...command, "-D", dataDir, "-l", "0", ...args], env);
}

/** The same for any command that logs to stderr where it listens. */
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

/** A server process; whoever started it must see to its end. */
export class ServerProcess {
  readonly exited: Promise<ExitStatus>;
  /** Resolves when the port is known; rejects if the process ends before. */
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
      // "close" comes after "exit", when all of its last words are read.
      child.once("close", () => reject(new Error("It left at once")));
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

  /** What the server has logged so far. */
  stderr(): string {
    return this.#stderr;
  }

  /** Ends it in order, by SIGTERM; by SIGKILL if it is there 10 s later. */
  stop(): Promise<ExitStatus> {
    if (this.#running) terminate(this.pid);
    return within(this.exited, 10_000, "").catch(() => this.kill());
  }

  /** Ends it in order, by SIGTERM; rejects if it is there `ms` later. */
  terminate(ms: number): Promise<ExitStatus> {
    terminate(this.pid);
    return within(this.exited, ms, `It is still there after ${ms} ms`);
  }

  /** Ends it at once. */
  kill(): Promise<ExitStatus> {
    this.#child.kill("SIGKILL");
    return this.exited;
  }
}

/**
 * Not by `ChildProcess.kill()`: in Deno 2.9 the exit status is then the signal,
 * even where the process caught it and left with a code of its own.
 */
function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has just left by itself; its exit status will tell.
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

/** The port of the log line that says so, once it is complete; 0 without. */
function announcedPort(log: string): number {
  return Number(/listening on port (\d+)\D/.exec(log)?.[1] ?? 0);
}
