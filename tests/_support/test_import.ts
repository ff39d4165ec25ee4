import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { atExit } from "./at_exit.ts";
import { cleanEnv } from "./clean_env.ts";
import { oml2Command, repositoryRoot } from "./runtime_command.ts";
import { within } from "./within.ts";

const running = new Set<ChildProcess>();
atExit(() => running.forEach((child) => child.kill("SIGKILL")));

/** Milliseconds in which an import ends after a signal. */
const STOP_MS = 15_000;

/** A process of `oml2 import` that is still running. */
export class TestImport {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  #stdout = "";
  #stderr = "";

  /** Starts it with these arguments. */
  constructor(...args: readonly string[]) {
    const [program, ...first] = oml2Command();
    const child = spawn(program, [...first, "import", ...args], {
      cwd: repositoryRoot,
      env: cleanEnv(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    child.once("exit", () => running.delete(child));
    child.stdout.setEncoding("utf8").on("data", (t) => this.#stdout += t);
    child.stderr.setEncoding("utf8").on("data", (t) => this.#stderr += t);
    this.#exited = once(child, "close");
    this.#child = child;
  }

  /** Its results so far. */
  get stdout(): string {
    return this.#stdout;
  }

  /** Its faults and warnings so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Whether it has not ended by itself. */
  get isRunning(): boolean {
    return running.has(this.#child);
  }

  /** Sends a signal; resolves with the exit code, or the signal that ended it. */
  async stop(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<unknown> {
    const { pid } = this.#child;
    // Not by `ChildProcess.kill()`, which Deno takes for the way it ended.
    if (this.isRunning && pid !== undefined) process.kill(pid, signal);
    return await this.ended(STOP_MS);
  }

  /** Resolves with the exit code, or the signal that ended it. */
  async ended(ms: number): Promise<unknown> {
    const [code, by] = await within(this.#exited, ms, "It does not end");
    return code ?? by;
  }
}
