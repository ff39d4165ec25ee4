/**
 * What `oml2 import` writes: results, faults, and its progress.
 *
 * @module
 */
import process from "node:process";
import type { CaptureImport } from "../../captures/capture_import.ts";
import { formatProgress } from "../../proxy/upstream/replay_progress.ts";
import { ProgressLine, type ProgressText } from "../process/progress_line.ts";
import { say } from "../process/say.ts";

/** Writes whole lines, between which a terminal shows progress. */
export class Messages {
  readonly #line: ProgressLine;
  #files: CaptureImport | undefined;
  #since = 0;

  /** Shows nothing yet. */
  constructor() {
    this.#line = new ProgressLine(process.stderr, () => this.#progress());
  }

  /** Shows how much of these files is imported. */
  watch(files: CaptureImport): void {
    this.#files = files;
    this.#since = performance.now();
  }

  /** Writes a fault. */
  complain(text: string): void {
    this.#line.clear();
    say(process.stderr, `oml2 import: ${text}\n`);
  }

  /** Writes a result. */
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
    return {
      bar: formatProgress({ sent, total, tuples, rate: sent / seconds }),
    };
  }
}
