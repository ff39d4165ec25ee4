/**
 * What commands that read capture files write: results, faults, and their
 * progress.
 *
 * @module
 */
import process from "node:process";
import type { ReadProgress } from "../../captures/read_progress.ts";
import { formatProgress } from "../../proxy/upstream/replay_progress.ts";
import { ProgressLine, type ProgressText } from "../process/progress_line.ts";
import { say } from "../process/say.ts";

/** Files that are being read. */
export interface WatchedFiles {
  /** How much of them is read; unset before and afterwards. */
  readonly progress: ReadProgress | undefined;
}

/** Writes whole lines, between which a terminal shows progress. */
export class Messages {
  readonly #program: string;
  readonly #line: ProgressLine;
  #files: WatchedFiles | undefined;
  #since = 0;

  /** Shows nothing yet; faults begin with the name of the program. */
  constructor(program: string) {
    this.#program = program;
    this.#line = new ProgressLine(process.stderr, () => this.#progress());
  }

  /** Shows how much of these files is read. */
  watch(files: WatchedFiles): void {
    this.#files = files;
    this.#since = performance.now();
  }

  /** Writes a fault. */
  complain(text: string): void {
    this.#line.clear();
    say(process.stderr, `${this.#program}: ${text}\n`);
  }

  /** Writes to stdout. */
  print(text: string): void {
    this.#line.clear();
    say(process.stdout, `${text}\n`);
  }

  /** Ends the display. */
  end(): void {
    this.#line.end();
  }

  #progress(): ProgressText | undefined {
    const progress = this.#files?.progress;
    if (progress === undefined) return undefined;
    const { bytes: sent, size: total, tuples } = progress;
    const seconds = (performance.now() - this.#since) / 1000;
    const rate = sent / seconds;
    return { bar: formatProgress({ sent, total, tuples, rate }) };
  }
}
