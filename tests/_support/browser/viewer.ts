import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { atExit } from "../at_exit.ts";
import { cleanEnv } from "../clean_env.ts";
import { oml2Command, repositoryRoot } from "../runtime_command.ts";
import { waitFor } from "../wait_for.ts";

/** A running `oml2 view`. */
export class Viewer implements AsyncDisposable {
  /** Where its page is. */
  readonly origin: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, origin: string) {
    this.#child = child;
    this.origin = origin;
  }

  /** Starts it with the sources, and other arguments; resolves with its page. */
  static async start(...args: readonly string[]): Promise<Viewer> {
    const [program, ...first] = oml2Command();
    const child = spawn(program, [...first, "view", ...args], {
      cwd: repositoryRoot,
      env: cleanEnv(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    atExit(() => child.kill("SIGKILL"));
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => output += text);
    }
    let origin = "";
    await waitFor("an address", () => {
      if (child.exitCode !== null) throw new Error(`It ended: ${output}`);
      origin = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(output)?.[1] ?? "";
      return origin !== "" || output;
    }, 30_000);
    return new Viewer(child, origin);
  }

  /** Stops it in order; resolves with its exit code. */
  async stop(): Promise<number | null> {
    const exited = once(this.#child, "exit");
    // On Deno the child's own kill() would make the signal its exit status.
    process.kill(this.#child.pid ?? 0, "SIGTERM");
    const [code] = await exited;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return;
    }
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}
