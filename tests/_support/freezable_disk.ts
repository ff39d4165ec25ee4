import { spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

const SIZE = 32 * 1024 * 1024;

/** A disk that can be frozen: writes block meanwhile. */
export class FreezableDisk implements Disposable {
  /** The mount point. */
  readonly path: string = makeTempDir();
  readonly #images: string = makeTempDir();
  #isFrozen = false;

  /** Mounts it; returns whether that is possible here. */
  mount(): boolean {
    const image = join(this.#images, "disk");
    writeFileSync(image, "");
    truncateSync(image, SIZE);
    return run("mkfs.ext4", "-q", "-F", image) &&
      run("mount", "-o", "loop", image, this.path);
  }

  /** Freezes it. */
  freeze(): void {
    this.#isFrozen = run("fsfreeze", "--freeze", this.path);
    if (!this.#isFrozen) throw new Error("It can't be frozen");
  }

  /** Unfreezes it. */
  thaw(): void {
    if (this.#isFrozen) run("fsfreeze", "--unfreeze", this.path);
    this.#isFrozen = false;
  }

  [Symbol.dispose](): void {
    this.thaw();
    run("umount", "--lazy", this.path);
    removeTempDir(this.path);
    removeTempDir(this.#images);
  }
}

function run(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0;
}
