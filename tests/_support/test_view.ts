import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { atExit } from "./at_exit.ts";
import { cleanEnv } from "./clean_env.ts";
import { oml2Command, repositoryRoot } from "./runtime_command.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";
import { within } from "./within.ts";

const running = new Set<ChildProcess>();
atExit(() => running.forEach((child) => child.kill("SIGKILL")));

/** A process of `oml2 view`, stopped at the end of its scope. */
export class TestView implements AsyncDisposable {
  /** Its directory for temporary files, otherwise empty. */
  readonly temporary: string;
  readonly #root: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  #stdout = "";
  #stderr = "";

  private constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ) {
    this.#root = makeTempDir();
    this.temporary = join(this.#root, "tmp");
    mkdirSync(this.temporary);
    const [program, ...first] = oml2Command();
    const child = spawn(program, [...first, "view", ...args], {
      cwd: repositoryRoot,
      env: cleanEnv({ TMPDIR: this.temporary, ...env }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    this.#exited = once(child, "exit");
    child.once("exit", () => running.delete(child));
    child.stdout.setEncoding("utf8").on("data", (t) => this.#stdout += t);
    child.stderr.setEncoding("utf8").on("data", (t) => this.#stderr += t);
    this.#child = child;
  }

  /** Starts it; resolves when it has printed its address. */
  static async start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<TestView> {
    const view = new TestView(args, env);
    await waitFor("the address of the page", () => {
      if (view.#child.exitCode !== null) {
        throw new Error(`It exited: ${view.#stderr}`);
      }
      return / at http\S+ — Ctrl-C ends\n/.test(view.#stdout) || view.#stderr;
    });
    return view;
  }

  /** What it has printed. */
  stdout(): string {
    return this.#stdout;
  }

  /** The faults that it has reported. */
  stderr(): string {
    return this.#stderr;
  }

  /** The address of the page. */
  get url(): string {
    return / at (http\S+)/.exec(this.#stdout)?.[1] ?? "";
  }

  /** An answer of its API. */
  // deno-lint-ignore no-explicit-any -- Tests know what to expect.
  async api(path: string): Promise<any> {
    const response = await fetch(`${this.url}api/v1/${path}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text}`);
    return JSON.parse(text);
  }

  /** The number of rows that the page sees in a table. */
  async rows(experiment: string, table: string): Promise<number> {
    const path = `experiments/${encodeURIComponent(experiment)}`;
    const { tables } = await this.api(path);
    const found = tables.find(({ name }: { name: string }) => name === table);
    return found?.rows ?? 0;
  }

  /** Sends a signal; resolves with the exit status. */
  async stop(signal: "SIGINT" | "SIGTERM" | "SIGHUP" = "SIGTERM") {
    if (this.#child.pid !== undefined) process.kill(this.#child.pid, signal);
    const [code, by] = await within(this.#exited, 10_000, "It does not end");
    return code ?? by;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill("SIGKILL");
      await this.#exited;
    }
    removeTempDir(this.#root);
  }
}
