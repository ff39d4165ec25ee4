/**
 * Splits received bytes into lines.
 *
 * @module
 */

/** Longer lines are cut: no command is as long. */
const MAX_LINE = 1024;

/** Takes bytes; returns lines without their line ends. */
export class LineReader {
  readonly #decoder = new TextDecoder();
  #line = "";

  /** The start of the incomplete line. */
  get rest(): string {
    return this.#line;
  }

  /** The lines that `chunk` completes. */
  push(chunk: Uint8Array): string[] {
    const text = this.#decoder.decode(chunk, { stream: true });
    const lines = (this.#line + text).split(/\r?\n/);
    this.#line = (lines.pop() ?? "").slice(0, MAX_LINE);
    return lines.map((line) => line.slice(0, MAX_LINE));
  }
}
