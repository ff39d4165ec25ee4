/**
 * Detects that the directory of the result files is gone.
 *
 * @module
 */
import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { Log } from "../../shared/log.ts";

/** Checks whether a directory is still the one that it was at the start. */
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

  /** Logs, once each, that it was removed or replaced, and that it is back. */
  async check(): Promise<void> {
    const { ino } = await stat(this.#path).catch(() => ({ ino: undefined }));
    const isGone = ino !== this.#inode;
    if (isGone === this.#isGone) return;
    this.#isGone = isGone;
    const path = this.#path;
    if (isGone) {
      this.#log.error(
        "{path}: the directory of the result files was removed or replaced; " +
          "their data can only be sent while this proxy runs: let it send, " +
          "then restart it",
        { path },
      );
    } else this.#log.info("{path}: the directory is back", { path });
  }
}
