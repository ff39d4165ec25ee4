/**
 * The program that is told of events, for as long as it listens. Whatever it
 * does, the server goes on: a hook that cannot be used is warned of once, and
 * given up.
 *
 * @module
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import process from "node:process";
import type { Readable, Writable } from "node:stream";
import { quoteText } from "../../codec/values/quote.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { settlesWithin } from "../../shared/settles_within.ts";
import { EXIT_LINE, HOOK_BANNER, isBanner } from "./hook_command.ts";

/** Bytes of events that wait for a hook; more are dropped. */
const MOST_WAITING = 256 * 1024;

/** Milliseconds between two looks at what a hook prints: a flood is slowed. */
const DRAIN_PAUSE_MS = 10;

/** Milliseconds from SIGTERM to SIGKILL. */
const TERM_MS = 500;

/** How a hook is run. */
export interface HookOptions {
  /** The program, found as a shell finds it; it gets no arguments. */
  readonly program: string;
  /** Where its faults are told. */
  readonly log: Log;
  /** Milliseconds in which it must print its banner. */
  readonly bannerMs?: number;
}

/** A hook, from its start on. */
export class HookProcess {
  readonly #program: string;
  readonly #log: Log;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #left: Promise<void>;
  readonly #bannerTimer: ReturnType<typeof setTimeout>;
  /** What it has printed, until its banner is complete. */
  #greeting = "";
  #ready = false;
  /** Whether it is told nothing more. */
  #over = false;
  #dropped = 0;
  #killing: Promise<void> | undefined;

  /** Starts the program; events wait until it has said that it is ready. */
  constructor({ program, log, bannerMs = 5_000 }: HookOptions) {
    this.#program = program;
    this.#log = log;
    this.#child = spawn(program, [], {
      stdio: ["pipe", "pipe", "inherit"],
      // Ctrl-C at the terminal is for the server, which then sends EXIT.
      detached: true,
    });
    this.#left = this.#watch();
    this.#bannerTimer = setTimeout(
      () => this.#giveUp(`has not said "${HOOK_BANNER}" in ${bannerMs} ms`),
      bannerMs,
    );
  }

  /** Tells the hook; a line that it has no room for is dropped and counted. */
  send(line: string): void {
    if (this.#over) return;
    const { stdin } = this.#child;
    const full = stdin.writableLength + line.length > MOST_WAITING;
    // Room for one line is no reason to go on: the next ones would be dropped.
    if (full || (this.#dropped > 0 && stdin.writableLength > 0)) {
      return this.#drop();
    }
    this.#tellDropped();
    stdin.write(line);
    this.#log.debug("Event hook is told {line}", { line: line.trimEnd() });
  }

  /**
   * Sends EXIT, and resolves when the hook has left: by itself within
   * `graceMs`, else by SIGTERM, else by SIGKILL.
   */
  async stop(graceMs: number): Promise<void> {
    if (!this.#over) {
      this.#finish();
      this.#child.stdin.end(EXIT_LINE);
      if (await settlesWithin(this.#left, graceMs)) return;
      this.#log.warn(
        "Event hook {program} has not left {ms} ms after EXIT; it is killed",
        { program: this.#program, ms: graceMs },
      );
    }
    await (this.#killing ??= this.#kill());
  }

  /** Resolves when the program has left, or could not be started. */
  #watch(): Promise<void> {
    const { stdin, stdout } = this.#child;
    stdin.cork();
    stdin.on(
      "error",
      (error) => this.#giveUp(`takes no events (${errorText(error)})`),
    );
    stdout.setEncoding("utf8").on("data", (text: string) => this.#hear(text));
    return new Promise((left) => {
      this.#child.once("error", (error) => {
        this.#giveUp(`cannot be started (${errorText(error)})`);
        left();
      });
      this.#child.once("exit", (code, signal) => {
        this.#giveUp(`has left (${signal ?? `status ${code}`})`);
        left();
      });
    });
  }

  #hear(text: string): void {
    if (this.#over || this.#ready) return this.#slowDown();
    this.#greeting += text;
    const itIs = isBanner(this.#greeting);
    if (itIs === true) this.#greet();
    if (itIs !== false) return;
    const said = quoteText(this.#greeting.split("\n")[0]);
    this.#giveUp(`has said "${said}", not "${HOOK_BANNER}"`);
  }

  #greet(): void {
    this.#ready = true;
    clearTimeout(this.#bannerTimer);
    this.#child.stdin.uncork();
    this.#log.info("Event hook {program} is ready", { program: this.#program });
  }

  /** Nobody reads what it prints, but it must not wait for ever to print it. */
  #slowDown(): void {
    const { stdout } = this.#child;
    stdout.pause();
    setTimeout(() => stdout.resume(), DRAIN_PAUSE_MS);
  }

  #drop(): void {
    if (this.#dropped++ > 0) return;
    this.#log.warn(
      "Event hook {program} does not read its events; more are dropped until " +
        "it has read all that wait",
      { program: this.#program },
    );
  }

  #tellDropped(): void {
    if (this.#dropped === 0) return;
    this.#log.warn("Event hook {program} has missed {count} events", {
      program: this.#program,
      count: this.#dropped,
    });
    this.#dropped = 0;
  }

  #giveUp(why: string): void {
    if (this.#over) return;
    this.#finish();
    this.#log.warn("Event hook {program} {why}; going on without it", {
      program: this.#program,
      why,
    });
    this.#child.stdin.destroy();
    this.#killing = this.#kill();
  }

  #finish(): void {
    this.#over = true;
    clearTimeout(this.#bannerTimer);
    this.#tellDropped();
  }

  async #kill(): Promise<void> {
    if (await settlesWithin(this.#left, 0)) return;
    this.#signal("SIGTERM");
    if (await settlesWithin(this.#left, TERM_MS)) return;
    this.#signal("SIGKILL");
    await this.#left;
  }

  /** Signals the hook and the programs that it runs. */
  #signal(signal: "SIGTERM" | "SIGKILL"): void {
    try {
      process.kill(-Number(this.#child.pid), signal);
    } catch {
      // Deno may be allowed to signal its own child only; or it has just left.
      this.#child.kill(signal);
    }
  }
}
