/**
 * Shows progress on a terminal, or in lines.
 *
 * @module
 */
import type { WriteStream } from "node:tty";
import { say } from "./say.ts";

/** Milliseconds between two updates: a bar is redrawn, a line stays. */
const BAR_MS = 250;
const LINE_MS = 5_000;

/** Progress as text. */
export interface ProgressText {
  /** For a terminal, where the next one replaces it. */
  readonly bar: string;
  /** For a log; without it nothing is printed there. */
  readonly line?: string;
}

/** Draws a bar on a terminal; prints a line from time to time elsewhere. */
export class ProgressLine {
  readonly #out: WriteStream;
  readonly #look: () => ProgressText | undefined;
  readonly #timer: ReturnType<typeof setInterval>;
  #isDrawn = false;

  /** Shows on `out` what `look` returns; nothing while that is undefined. */
  constructor(out: WriteStream, look: () => ProgressText | undefined) {
    this.#out = out;
    this.#look = look;
    const ms = out.isTTY ? BAR_MS : LINE_MS;
    this.#timer = setInterval(() => this.#show(), ms);
  }

  /** Removes the bar, so that a line can be printed. */
  clear(): void {
    if (this.#isDrawn) say(this.#out, "\r\x1b[K");
    this.#isDrawn = false;
  }

  /** Ends the display. */
  end(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #show(): void {
    const progress = this.#look();
    if (progress === undefined) return this.clear();
    const { bar, line } = progress;
    if (this.#out.isTTY) {
      say(this.#out, `\r${bar}\x1b[K`);
      this.#isDrawn = true;
    } else if (line !== undefined) {
      say(this.#out, `${line}\n`);
    }
  }
}
