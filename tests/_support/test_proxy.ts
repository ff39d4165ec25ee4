import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Readable, Writable } from "node:stream";
import { parseJournal } from "../../proxy/spool/journal_facts.ts";
import { type LogRecord, readSharedLog } from "../../proxy/spool/shared_log.ts";
import { atExit } from "./at_exit.ts";
import { cleanEnv } from "./clean_env.ts";
import { type Client, connect } from "./client.ts";
import { headers, type Hello } from "./hello.ts";
import { oml2Command, repositoryRoot } from "./runtime_command.ts";
import type { ExitStatus } from "./server_process.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { PATIENCE_MS, waitFor } from "./wait_for.ts";
import { within } from "./within.ts";

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const children = new Set<Child>();
atExit(() => children.forEach((child) => child.kill("SIGKILL")));

/**
 * A proxy process with result files of its own, stopped at the end of its
 * scope.
 */
export class TestProxy implements AsyncDisposable {
  /** The directory of its files. */
  readonly root: string = makeTempDir();
  readonly #upstream: number;
  readonly #command: readonly string[];
  readonly #clients: Client[] = [];
  #child: Child | undefined;
  #exited: Promise<ExitStatus> = Promise.resolve(0);
  #running = false;
  #stdout = "";
  #stderr = "";
  /** The part of stdout that `command` and `drained` have handled. */
  #read = 0;

  private constructor(upstream: number, command: readonly string[]) {
    this.#upstream = upstream;
    this.#command = command;
  }

  /**
   * Starts one whose upstream server listens on port `upstream` of the
   * loopback.
   */
  static async start(
    upstream: number,
    ...args: readonly string[]
  ): Promise<TestProxy> {
    const proxy = TestProxy.prepare(upstream);
    await proxy.startAgain(...args);
    return proxy;
  }

  /** Creates its directory, for tests that put files there before a start. */
  static prepare(
    upstream: number,
    command: readonly string[] = oml2Command(),
  ): TestProxy {
    return new TestProxy(upstream, command);
  }

  /** The first of its result files. */
  get resultFile(): string {
    return join(this.root, "result");
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** The port for clients. */
  get port(): number {
    return Number(/listening on port (\d+)\s/.exec(this.#stderr)?.[1] ?? 0);
  }

  /** The port for commands. */
  get control(): number {
    return Number(/commands on port (\d+)\s/.exec(this.#stderr)?.[1] ?? 0);
  }

  get stdout(): string {
    return this.#stdout;
  }

  get log(): string {
    return this.#stderr;
  }

  get running(): boolean {
    return this.#running;
  }

  /**
   * Starts another process on the same files, after the first one has exited.
   */
  async startAgain(...args: readonly string[]): Promise<void> {
    this.launch(...args);
    await this.ready();
  }

  /** Starts a process without waiting for it. */
  launch(...args: readonly string[]): void {
    this.#stdout = this.#stderr = "";
    this.#read = 0;
    this.#spawn(args);
  }

  /** Waits until it accepts clients and commands. */
  async ready(): Promise<void> {
    await waitFor("a proxy", () => {
      if (!this.#running) throw new Error(`It exited: ${this.#stderr}`);
      return this.port > 0 && this.control > 0;
    }, 30_000);
  }

  /** Opens a connection. */
  async connect(): Promise<Client> {
    const client = await connect(this.port);
    this.#clients.push(client);
    return client;
  }

  /** Opens a connection, and sends headers and `body`. */
  async client(hello: Hello, body = ""): Promise<Client> {
    const client = await this.connect();
    await client.send(headers(hello) + body);
    return client;
  }

  /** Sends a command to its stdin; returns the lines of its answer. */
  async command(line: string, ms = PATIENCE_MS): Promise<string[]> {
    this.#child?.stdin.write(`${line}\n`);
    return await this.#linesTo(/^(OK|ERROR) .*\n/m, `an answer to ${line}`, ms);
  }

  /** Waits for the next line DRAINED. */
  async drained(ms = PATIENCE_MS): Promise<string> {
    const lines = await this.#linesTo(/^DRAINED .*\n/m, "DRAINED", ms);
    return lines.at(-1) ?? "";
  }

  /** Stops reading its stdout. */
  closeStdout(): void {
    this.#child?.stdout.destroy();
  }

  /** Closes stdin. */
  endStdin(): void {
    this.#child?.stdin.end();
  }

  /** Sends a signal. */
  signal(name: string): void {
    process.kill(this.pid, name);
  }

  /** Stops it in order with SIGTERM. */
  async stop(): Promise<ExitStatus> {
    if (this.#running) this.signal("SIGTERM");
    return await within(this.#exited, 10_000, "It does not exit within 10 s");
  }

  /** Kills it. */
  async kill(): Promise<void> {
    if (this.#running) this.signal("SIGKILL");
    await this.#exited;
  }

  /** A result file, as text. */
  result(number = 0): string {
    const path = this.resultFile + (number === 0 ? "" : `.${number}`);
    return existsSync(path) ? readFileSync(path, "latin1") : "";
  }

  /** The names of its files. */
  files(): string[] {
    return readdirSync(this.root).sort();
  }

  /**
   * Waits until this number of bytes is safe, according to the journals and the
   * shared log.
   */
  keeps(bytes: number, ms = PATIENCE_MS): Promise<void> {
    return this.keepsIn(this.root, bytes, ms);
  }

  /** The same for files in another directory. */
  async keepsIn(
    directory: string,
    bytes: number,
    ms = PATIENCE_MS,
  ): Promise<void> {
    await waitFor(`${bytes} bytes to be safe`, async () => {
      const logged = await readSharedLog(join(directory, "result.wal"));
      const kept = readdirSync(directory)
        .filter((name) => name.endsWith(".journal"))
        .map((name) => readFileSync(join(directory, name), "utf8"))
        .map((text) => safeBytes(text, logged))
        .reduce((sum, size) => sum + size, 0);
      return kept >= bytes || `there are ${kept}`;
    }, ms);
  }

  /** Waits for a line in its log. */
  logs(what: RegExp, ms = PATIENCE_MS): Promise<void> {
    const log = () => this.#stderr;
    return waitFor(`${what} in the log`, () => what.test(log()) || log(), ms);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.kill();
    removeTempDir(this.root);
  }

  #spawn(args: readonly string[]): void {
    const [program, ...first] = this.#command;
    const child = spawn(program, [
      ...first,
      "proxy",
      ...["-l", "127.0.0.1:0", "-c", "127.0.0.1:0"],
      ...["-a", "127.0.0.1", "-p", `${this.#upstream}`],
      ...["-r", this.resultFile, "--logfile", "-"],
      ...args,
    ], {
      cwd: repositoryRoot,
      env: cleanEnv(),
      stdio: ["pipe", "pipe", "pipe"],
    });
    children.add(child);
    this.#child = child;
    this.#running = true;
    child.stdout.setEncoding("utf8").on("data", (text) => this.#stdout += text);
    child.stderr.setEncoding("utf8").on("data", (text) => this.#stderr += text);
    child.stdin.on("error", () => undefined);
    this.#exited = new Promise((resolve) =>
      child.once("exit", (code, signal) => {
        this.#running = false;
        children.delete(child);
        resolve(code ?? signal ?? "unknown");
      })
    );
  }

  /** The next lines of stdout up to the first match. */
  async #linesTo(what: RegExp, name: string, ms: number): Promise<string[]> {
    let text = "";
    await waitFor(name, () => {
      text = this.#stdout.slice(this.#read);
      return what.test(text) || `${text}\n${this.#stderr.slice(-2000)}`;
    }, ms);
    const found = what.exec(text);
    const end = (found?.index ?? 0) + (found?.[0].length ?? 0);
    this.#read += end;
    return text.slice(0, end).trimEnd().split("\n");
  }
}

/** Bytes of a stream that its journal covers, or the shared log has. */
function safeBytes(
  journal: string,
  logged: ReadonlyMap<string, readonly LogRecord[]>,
): number {
  const { facts } = parseJournal(journal);
  const covered = facts.findLast((fact) => fact.kind === "data")?.to ?? 0;
  const id = facts.find((fact) => fact.kind === "stream")?.id ?? "";
  const last = logged.get(id)?.at(-1);
  const end = last === undefined ? 0 : last.from + last.bytes.length;
  return Math.max(covered, end);
}
