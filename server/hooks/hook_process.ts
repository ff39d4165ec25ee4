/**
 * Runs the event hook. The server continues whatever the hook does: a failing
 * hook is logged once, stopped, and not used any more.
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

/** Bytes of events queued for a hook; more are dropped. */
const MOST_WAITING = 256 * 1024;

/** Milliseconds between reads of a hook's output, to slow down a flood. */
const DRAIN_PAUSE_MS = 10;

/** Milliseconds from SIGTERM to SIGKILL. */
const TERM_MS = 500;

/** Options of a hook. */
export interface HookOptions {
  /** The program, searched as a shell does; it gets no arguments. */
  readonly program: string;
  /** Log for its faults. */
  readonly log: Log;
  /** Milliseconds within which it must print its banner. */
  readonly bannerMs?: number;
}

/** A hook that was started. */
export class HookProcess {
  readonly #program: string;
  readonly #log: Log;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #exited: Promise<void>;
  readonly #bannerTimer: ReturnType<typeof setTimeout>;
  /** Its output, until its banner is complete. */
  #printed = "";
  #ready = false;
  /** Whether no more events are sent. */
  #over = false;
  #dropped = 0;
  #killing: Promise<void> | undefined;

  /** Starts the program; events are queued until it is ready. */
  constructor({ program, log, bannerMs = 5_000 }: HookOptions) {
    this.#program = program;
    this.#log = log;
    this.#child = spawn(program, [], {
      stdio: ["pipe", "pipe", "inherit"],
      // Ctrl-C at the terminal is for the server, which then sends EXIT.
      detached: true,
    });
    this.#exited = this.#watch();
    this.#bannerTimer = setTimeout(
      () =>
        this.#giveUp(`did not print "${HOOK_BANNER}" within ${bannerMs} ms`),
      bannerMs,
    );
  }

  /**
   * Sends a line to the hook; a line that does not fit in the queue is dropped
   * and counted.
   */
  send(line: string): void {
    if (this.#over) return;
    const { stdin } = this.#child;
    const full = stdin.writableLength + line.length > MOST_WAITING;
    // Not resumed until the queue is empty; with room for one line, the next
    // ones would be dropped.
    if (full || (this.#dropped > 0 && stdin.writableLength > 0)) {
      return this.#drop();
    }
    this.#logDropped();
    stdin.write(line);
    this.#log.debug("Sent to event hook: {line}", { line: line.trimEnd() });
  }

  /**
   * Sends EXIT, and resolves when the hook has exited: by itself within
   * `graceMs`, otherwise by SIGTERM or SIGKILL.
   */
  async stop(graceMs: number): Promise<void> {
    if (!this.#over) {
      this.#finish();
      this.#child.stdin.end(EXIT_LINE);
      if (await settlesWithin(this.#exited, graceMs)) return;
      this.#log.warn(
        "Event hook {program} did not exit within {ms} ms after EXIT; killing it",
        { program: this.#program, ms: graceMs },
      );
    }
    await (this.#killing ??= this.#kill());
  }

  /** Resolves when the program has exited, or could not be started. */
  #watch(): Promise<void> {
    const { stdin, stdout } = this.#child;
    stdin.cork();
    stdin.on(
      "error",
      (error) => this.#giveUp(`does not accept events (${errorText(error)})`),
    );
    stdout.setEncoding("utf8").on(
      "data",
      (text: string) => this.#receive(text),
    );
    return new Promise((exited) => {
      this.#child.once("error", (error) => {
        this.#giveUp(`cannot be started (${errorText(error)})`);
        exited();
      });
      this.#child.once("exit", (code, signal) => {
        this.#giveUp(`exited (${signal ?? `status ${code}`})`);
        exited();
      });
    });
  }

  #receive(text: string): void {
    if (this.#over || this.#ready) return this.#slowDown();
    this.#printed += text;
    const matches = isBanner(this.#printed);
    if (matches === true) this.#becomeReady();
    if (matches !== false) return;
    const line = quoteText(this.#printed.split("\n")[0]);
    this.#giveUp(`printed "${line}" instead of "${HOOK_BANNER}"`);
  }

  #becomeReady(): void {
    this.#ready = true;
    clearTimeout(this.#bannerTimer);
    this.#child.stdin.uncork();
    this.#log.info("Event hook {program} is ready", { program: this.#program });
  }

  /** Its output is discarded, but it must not block on writing it. */
  #slowDown(): void {
    const { stdout } = this.#child;
    stdout.pause();
    setTimeout(() => stdout.resume(), DRAIN_PAUSE_MS);
  }

  #drop(): void {
    if (this.#dropped++ > 0) return;
    this.#log.warn(
      "Event hook {program} does not read its events; further ones are dropped " +
        "until it has read all queued ones",
      { program: this.#program },
    );
  }

  #logDropped(): void {
    if (this.#dropped === 0) return;
    this.#log.warn("Event hook {program} missed {count} events", {
      program: this.#program,
      count: this.#dropped,
    });
    this.#dropped = 0;
  }

  #giveUp(why: string): void {
    if (this.#over) return;
    this.#finish();
    this.#log.warn("Event hook {program} {why}; continuing without it", {
      program: this.#program,
      why,
    });
    this.#child.stdin.destroy();
    this.#killing = this.#kill();
  }

  #finish(): void {
    this.#over = true;
    clearTimeout(this.#bannerTimer);
    this.#logDropped();
  }

  async #kill(): Promise<void> {
    if (await settlesWithin(this.#exited, 0)) return;
    this.#signal("SIGTERM");
    if (await settlesWithin(this.#exited, TERM_MS)) return;
    this.#signal("SIGKILL");
    await this.#exited;
  }

  /** Signals the hook and the programs that it runs. */
  #signal(signal: "SIGTERM" | "SIGKILL"): void {
    try {
      process.kill(-Number(this.#child.pid), signal);
    } catch {
      // Deno may be allowed to signal its own child only; or the child has just
      // exited.
      this.#child.kill(signal);
    }
  }
}
