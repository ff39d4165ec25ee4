/**
 * What a server answers to a sender that asked for it: lines
 * `oml2-resume <offset>`.
 *
 * @module
 */

const LINE = /^oml2-resume (\d{1,15})\r?$/;

/** A longer line is none of ours. */
const MOST_CHARACTERS = 64;

/** Reads answers, cut anywhere. */
export class ResumeLines {
  readonly #decoder = new TextDecoder();
  #rest = "";

  /** Takes bytes; returns the newest offset that they complete, if any. */
  push(bytes: Uint8Array): number | undefined {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true }))
      .split("\n");
    this.#rest = (lines.pop() ?? "").slice(0, MOST_CHARACTERS);
    const newest = lines.findLast((line) => LINE.test(line));
    return newest === undefined ? undefined : Number(LINE.exec(newest)?.[1]);
  }
}
