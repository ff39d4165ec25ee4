import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";
import { PATIENCE_MS, waitFor } from "./wait_for.ts";

/** A shell script to be used as a hook, in a directory of its own. */
export class HookScript implements Disposable {
  /** Its path; `$0` within the script. */
  readonly path: string;
  readonly #directory: string;

  /**
   * Creates it with the lines in `body`. The test can read what it writes to
   * `"$told"`; its process id is in `"$pid"` from the start.
   */
  constructor(body: string, mode = 0o755) {
    this.#directory = makeTempDir();
    // The server, and so its hook, may run as another user.
    chmodSync(this.#directory, 0o777);
    this.path = join(this.#directory, "my hook");
    const places = `told='${this.#file("told")}' pid='${this.#file("pid")}'`;
    const script = `#!/bin/sh\n${places}\necho $$ >"$pid"\n${body}\n`;
    writeFileSync(this.path, script, { mode });
  }

  /** The lines that it has written so far. */
  told(): string[] {
    return this.#read("told").split("\n").slice(0, -1);
  }

  /** The path of a file that it has written to `"$told"` with `suffix`. */
  written(suffix: string): string {
    return this.#file("told") + suffix;
  }

  /** Waits until it has written this number of lines, and returns them. */
  async tells(count: number, ms = PATIENCE_MS): Promise<string[]> {
    await waitFor(`${count} lines of the hook`, () => {
      const lines = this.told();
      return lines.length >= count || lines.join(" | ");
    }, ms);
    return this.told();
  }

  /** Its process id; waits until it has started. */
  async pid(): Promise<number> {
    await waitFor("the hook's process id", () => this.#read("pid") !== "");
    return Number(this.#read("pid"));
  }

  /** Creates a file beside it: `"$0"` with `suffix`. */
  touch(suffix: string): void {
    writeFileSync(this.path + suffix, "");
  }

  [Symbol.dispose](): void {
    removeTempDir(this.#directory);
  }

  #file(name: string): string {
    return join(this.#directory, name);
  }

  #read(name: string): string {
    const path = this.#file(name);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }
}

/** A correct hook, which writes its input to `"$told"`. */
export const GOOD_HOOK = `echo OML HOOK READY
while read -r command uri; do
  echo "$command $uri" >>"$told"
  [ "$command" = EXIT ] && exit 0
done
echo "end of input" >>"$told"`;
