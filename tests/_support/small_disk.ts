import { spawnSync } from "node:child_process";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

/** A disk that can become full. */
export class SmallDisk implements Disposable {
  /** The mount point. */
  readonly path: string = makeTempDir();
  #isMounted = false;

  /**
   * Mounts it with this number of bytes; returns whether that is possible here.
   */
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
