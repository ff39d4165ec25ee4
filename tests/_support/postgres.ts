import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
// @ts-types="../../server/rows/postgres/pg.d.ts"
import pg, { type Client } from "pg";
import { atExit } from "./at_exit.ts";
import { freePort } from "./free_port.ts";
import { giveTo, postgresPrograms, unprivileged } from "./postgres_programs.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";

/** A row, by column name. */
export type PgRow = Record<string, unknown>;

/** How PostgreSQL is stopped: in order, as in a crash, or by kill -9. */
export type StopMode = "fast" | "immediate" | "kill";

const STOP_SIGNALS = {
  fast: "SIGINT",
  immediate: "SIGQUIT",
} as const;

const running = new Set<ChildProcess>();
atExit(() => running.forEach((child) => child.kill("SIGKILL")));

/**
 * A server that was killed may have connections left, whose processes end when
 * they notice.
 */
const HAS_LEFTOVERS = /pre-existing shared memory block/;

/** A real PostgreSQL server on a free port, gone with its scope. */
export class PostgresServer implements AsyncDisposable {
  /** The superuser. */
  readonly admin = "admin";
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly #root: string;
  readonly #programs: string;
  readonly #settings: readonly string[];
  #child: ChildProcess | undefined;
  #log = "";
  #hangs = false;

  private constructor(root: string, port: number, settings: string[]) {
    this.#root = root;
    this.#programs = postgresPrograms(root);
    this.port = port;
    this.#settings = settings;
  }

  /** Starts it with additional settings, such as `ssl=on`. */
  static async start(...settings: string[]): Promise<PostgresServer> {
    const root = makeTempDir();
    giveTo(root, unprivileged());
    const server = new PostgresServer(root, await freePort(), settings);
    server.#makeFiles();
    await server.startAgain();
    return server;
  }

  /** Makes its files; in `npm test`, once for all servers. */
  #makeFiles(): void {
    const cache = process.env.OML_TEST_CACHE;
    const kept = cache === undefined ? undefined : join(cache, "postgres");
    if (kept !== undefined && existsSync(kept)) {
      return copyExactly(kept, this.dataDir);
    }
    this.#run("initdb", [
      ...["-D", this.dataDir, "-U", this.admin, "-A", "trust"],
      ...["-E", "UTF8", "--locale=C", "--no-sync"],
    ]);
    if (kept !== undefined) keep(this.dataDir, kept);
  }

  /** The directory of its files; readable only by its own user. */
  get dataDir(): string {
    return join(this.#root, "data");
  }

  /** The directory with its Unix socket. */
  get socketDir(): string {
    return this.#root;
  }

  /** Everything that it has logged since it was started. */
  log(): string {
    return this.#log;
  }

  /** Adds settings, and replaces the rules for connections (pg_hba.conf). */
  async configure(
    settings: readonly string[],
    rules: readonly string[],
  ): Promise<void> {
    const file = (name: string) => join(this.dataDir, name);
    appendFileSync(file("postgresql.conf"), `${settings.join("\n")}\n`);
    writeFileSync(file("pg_hba.conf"), `${rules.join("\n")}\n`);
    await this.stop();
    await this.startAgain();
  }

  /** Options for our server that connect to it. */
  get args(): string[] {
    return [
      ...["--backend=postgresql", `--pg-host=${this.host}`],
      ...[`--pg-port=${this.port}`, `--pg-user=${this.admin}`],
    ];
  }

  /** Starts it again after a stop, on the same port. */
  async startAgain(): Promise<void> {
    let child = this.#spawn();
    await waitFor("PostgreSQL to be ready", async () => {
      if (child.exitCode !== null) {
        if (!HAS_LEFTOVERS.test(this.#log)) {
          throw new Error(`It exited: ${this.#log}`);
        }
        child = this.#spawn();
      }
      return await this.query("postgres", "SELECT 1").then(
        () => true,
        (error) => `${error}: ${this.#log}`,
      );
    }, 20_000);
  }

  #spawn(): ChildProcess {
    const settings = [
      ...["listen_addresses=127.0.0.1", `port=${this.port}`],
      ...[`unix_socket_directories=${this.#root}`, "max_connections=200"],
      // These tests kill its processes, never the machine, so fsync is off.
      ...["fsync=off", ...this.#settings],
    ].flatMap((setting) => ["-c", setting]);
    const child = spawn(
      join(this.#programs, "postgres"),
      ["-D", this.dataDir, ...settings],
      {
        ...unprivileged(),
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    this.#log = "";
    child.stderr.setEncoding("utf8").on("data", (text) => this.#log += text);
    this.#child = child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
  }

  /** Stops it. */
  async stop(mode: StopMode = "fast"): Promise<void> {
    if (this.#hangs) this.goOn();
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const exited = once(child, "exit");
    if (mode === "kill") this.#signal(child.pid, "SIGKILL");
    else process.kill(child.pid, STOP_SIGNALS[mode]);
    await exited;
  }

  /** Suspends all its processes, so that it answers no client. */
  hang(): void {
    this.#hangs = true;
    this.#signal(this.#child?.pid, "SIGSTOP");
  }

  /** Resumes its processes. */
  goOn(): void {
    this.#hangs = false;
    this.#signal(this.#child?.pid, "SIGCONT");
  }

  /** Sends a signal to a server and to the processes of its connections. */
  #signal(
    pid: number | undefined,
    signal: "SIGSTOP" | "SIGCONT" | "SIGKILL",
  ): void {
    if (pid === undefined) throw new Error("It does not run");
    const path = `/proc/${pid}/task/${pid}/children`;
    // Read first: a killed process has none.
    const children = readFileSync(path, "utf8").trim().split(" ");
    process.kill(pid, signal);
    for (const child of children) {
      try {
        process.kill(Number(child), signal);
      } catch {
        // It has just exited.
      }
    }
  }

  /** Connects to one of its databases. */
  async connect(database: string): Promise<Client> {
    const { host, port, admin: user } = this;
    const client = new pg.Client({ host, port, user, database });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  /** The rows of a statement's result. */
  async query(
    database: string,
    sql: string,
    values: unknown[] = [],
  ): Promise<PgRow[]> {
    const client = await this.connect(database);
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** The first column of a statement's result. */
  async column(database: string, sql: string): Promise<unknown[]> {
    const rows = await this.query(database, sql);
    return rows.map((row) => Object.values(row)[0]);
  }

  #run(name: string, args: readonly string[]): void {
    const { status, stderr } = spawnSync(join(this.#programs, name), args, {
      ...unprivileged(),
      encoding: "utf8",
    });
    if (status !== 0) {
      throw new Error(`${name} exited with ${status}: ${stderr}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("immediate");
    removeTempDir(this.#root);
  }
}

/** Copies a directory with owners and permissions. */
function copyExactly(from: string, to: string): void {
  const { status, stderr } = spawnSync("cp", ["-a", from, to]);
  if (status !== 0) throw new Error(`cp: ${stderr}`);
}

/** Keeps a copy of a directory, unless another test has just kept one. */
function keep(directory: string, kept: string): void {
  const copy = `${kept}-${process.pid}-${performance.now()}`;
  copyExactly(directory, copy);
  try {
    renameSync(copy, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  }
}
