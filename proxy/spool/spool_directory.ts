/**
 * Notices that the directory of the result files is gone.
 *
 * @module
 */
import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { Log } from "../../shared/log.ts";

/** Looks whether a directory is the one that it was at the start. */
export class SpoolDirectory {
  readonly #path: string;
  readonly #log: Log;
  readonly #inode: number;
  #isGone = false;

  /** The directory at `path`, which must exist. */
  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
    this.#inode = statSync(path).ino;
  }

  /** Tells, once, if it was removed or replaced, and if it is back. */
  async look(): Promise<void> {
    const { ino } = await stat(this.#path).catch(() => ({ ino: undefined }));
    const isGone = ino !== this.#inode;
    if (isGone === this.#isGone) return;
    this.#isGone = isGone;
    const path = this.#path;
    if (isGone) {
      this.#log.error(
        "{path}: the directory of the result files was removed or replaced; " +
          "what they had is sent on as long as this proxy runs, and lost " +
          "then: let it send, and start it anew",
        { path },
      );
    } else this.#log.info("{path}: the directory is back", { path });
  }
}
