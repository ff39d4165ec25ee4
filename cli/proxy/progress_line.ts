/**
 * Shows the progress of a replay.
 *
 * @module
 */
import type { WriteStream } from "node:tty";
import {
  formatFigures,
  formatProgress,
  type ReplayProgress,
} from "../../proxy/upstream/replay_progress.ts";
import { say } from "../process/say.ts";

/** Milliseconds between two updates: a bar is redrawn, a line stays. */
const BAR_MS = 250;
const LINE_MS = 5_000;

/** Draws a bar on a terminal; prints a line from time to time elsewhere. */
export class ProgressLine {
  readonly #out: WriteStream;
  readonly #look: () => ReplayProgress | undefined;
  readonly #timer: ReturnType<typeof setInterval>;
  #isDrawn = false;

  /** Shows on `out` what `look` returns; nothing while that is undefined. */
  constructor(out: WriteStream, look: () => ReplayProgress | undefined) {
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
    if (!this.#out.isTTY) {
      say(this.#out, `${formatFigures(progress)}\n`);
      return;
    }
    say(this.#out, `\r${formatProgress(progress)}\x1b[K`);
    this.#isDrawn = true;
  }
}
