/**
 * What `oml2 view` writes to stderr: faults, and the progress of reading.
 *
 * @module
 */
import process from "node:process";
import type { FollowedCaptures } from "../../captures/followed_captures.ts";
import { formatProgress } from "../../proxy/upstream/replay_progress.ts";
import { ProgressLine, type ProgressText } from "../process/progress_line.ts";
import { say } from "../process/say.ts";

/** Writes whole lines, between which a terminal shows progress. */
export class Messages {
  readonly #line: ProgressLine;
  #files: FollowedCaptures | undefined;
  #since = 0;

  /** Shows nothing yet. */
  constructor() {
    this.#line = new ProgressLine(process.stderr, () => this.#progress());
  }

  /** Shows how much of these files is read. */
  watch(files: FollowedCaptures): void {
    this.#files = files;
    this.#since = performance.now();
  }

  /** Writes a fault. */
  complain(text: string): void {
    this.#line.clear();
    say(process.stderr, `oml2 view: ${text}\n`);
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
    const { progress, files = [] } = this.#files ?? {};
    if (progress === undefined) return undefined;
    const { bytes: sent, size: total } = progress;
    const seconds = (performance.now() - this.#since) / 1000;
    const tuples = files.reduce((sum, { counts }) => sum + counts.tuples, 0);
    const rate = sent / seconds;
    return { bar: formatProgress({ sent, total, tuples, rate }) };
  }
}
