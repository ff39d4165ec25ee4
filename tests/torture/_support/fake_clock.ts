import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** Debian's libfaketime. */
const LIBRARIES = existsSync("/usr/lib")
  ? readdirSync("/usr/lib")
    .map((name) => join("/usr/lib", name, "faketime", "libfaketime.so.1"))
    .filter((path) => existsSync(path))
  : [];

/** The reason why there are no fake clocks here; `false` if there are. */
export const noFakeClock: string | false = LIBRARIES.length === 0 &&
  "libfaketime is not installed";

/** The wall clock of a program, which can jump. */
export class FakeClock implements Disposable {
  readonly #root = makeTempDir();
  readonly #file = join(this.#root, "offset");

  /** A clock that is right. */
  constructor() {
    this.jump(0);
  }

  /** The beginning of a command whose wall clock it is. */
  get command(): readonly string[] {
    return [
      "env",
      `LD_PRELOAD=${LIBRARIES[0]}`,
      `FAKETIME_TIMESTAMP_FILE=${this.#file}`,
      "FAKETIME_NO_CACHE=1",
      "FAKETIME_DONT_FAKE_MONOTONIC=1",
    ];
  }

  /** Sets the clock to this number of seconds after the real time. */
  jump(seconds: number): void {
    writeFileSync(this.#file, `${seconds < 0 ? "" : "+"}${seconds}s`);
  }

  [Symbol.dispose](): void {
    removeTempDir(this.#root);
  }
}
