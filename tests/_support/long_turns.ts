import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { watchedCommand } from "./runtime_command.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

/** Bytes of the longest row of the tests, which is copied in one turn. */
const LONGEST_ROW = 48_000_000;

/** How often it is copied, to and from memory that is new. */
const COPIES = 4;

/**
 * Milliseconds of processor time for the longest turn: `ms`, or what a machine
 * needs to copy the longest row, if its memory is slow.
 */
export function mostTurnMs(ms: number): number {
  const row = new Uint8Array(LONGEST_ROW).fill(1);
  const before = process.cpuUsage();
  for (let i = 0; i < COPIES; i++) row.slice();
  const { user, system } = process.cpuUsage(before);
  return Math.max(ms, (user + system) / 1000);
}

/**
 * The turns of a program's event loop in which no timer could run, in processor
 * time: other programs do not count.
 */
export class LongTurns implements Disposable {
  readonly #root = makeTempDir();
  readonly #path = join(this.#root, "turns");
  #seen = 0;

  /** The command that starts the program, up to its subcommand. */
  get command(): readonly string[] {
    return watchedCommand(this.#path);
  }

  /** The longest turn since the last call, in ms; 0 without a long one. */
  async longest(): Promise<number> {
    // The current turn is recorded when it ends.
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
