import { spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

const SIZE = 32 * 1024 * 1024;

/** A disk of its own, which can be frozen: writes do not return meanwhile. */
export class FreezableDisk implements Disposable {
  /** Where it is mounted. */
  readonly path: string = makeTempDir();
  readonly #images: string = makeTempDir();
  #isFrozen = false;

  /** Mounts it; whether that can be done here. */
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

  /** What waits for it goes on. */
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
