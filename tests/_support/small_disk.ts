import { spawnSync } from "node:child_process";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

/** A disk of its own, which can be full. */
export class SmallDisk implements Disposable {
  /** Where it is. */
  readonly path: string = makeTempDir();
  #isMounted = false;

  /** Gives it so many bytes; whether that can be done here. */
  mount(bytes: number): boolean {
    const how = this.#isMounted ? "remount," : "";
    const { status } = spawnSync("mount", [
      ...["-t", "tmpfs", "-o", `${how}size=${bytes}`, "tmpfs", this.path],
    ]);
    this.#isMounted ||= status === 0;
    return status === 0;
  }

  [Symbol.dispose](): void {
    if (this.#isMounted) spawnSync("umount", ["--lazy", this.path]);
    removeTempDir(this.path);
  }
}
