import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { watchedCommand } from "./runtime_command.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

/**
 * The turns of a program's event loop in which no timer could run, in processor
 * time: what else uses the processors does not count.
 */
export class LongTurns implements Disposable {
  readonly #root = makeTempDir();
  readonly #path = join(this.#root, "turns");
  #seen = 0;

  /** What starts the program, up to its subcommand. */
  get command(): readonly string[] {
    return watchedCommand(this.#path);
  }

  /** The longest turn since the last call, in ms; 0 if there was no long one. */
  async longest(): Promise<number> {
    // The turn at hand is noted when it has ended.
    await delay(50);
    const lines = existsSync(this.#path)
      ? readFileSync(this.#path, "utf8").trim().split("\n")
      : [];
    const fresh = lines.slice(this.#seen).map((line) => parseFloat(line));
    this.#seen = lines.length;
    return Math.round(Math.max(0, ...fresh));
  }

  [Symbol.dispose](): void {
    removeTempDir(this.#root);
  }
}
