/**
 * Files that an export creates.
 *
 * @module
 */
import { type FileHandle, open, stat } from "node:fs/promises";
import { NewFile } from "../../shared/new_file.ts";
import type { Output } from "./output.ts";
import { writeFault } from "./write_fault.ts";

/** How a file is created. */
export interface FileOptions {
  /** Whether an existing file is replaced. */
  readonly replaces: boolean;
}

/**
 * Creates the file called `path`, or opens what is no regular file, such as a
 * pipe.
 *
 * @throws {ExportError} if it exists and is not replaced, or can't be created.
 */
export async function createFile(
  path: string,
  { replaces }: FileOptions,
): Promise<Output> {
  const found = await stat(path).catch(() => undefined);
  try {
    if (found !== undefined && !found.isFile()) {
      return new Device(path, await open(path, "w"));
    }
    const file = new NewFile(path, { replaces });
    file.check();
    return new RegularFile(file, await open(file.draft, "wx"));
  } catch (cause) {
    throw writeFault(path, cause);
  }
}

/** A pipe, or another file that is not created. */
class Device implements Output {
  readonly name: string;
  readonly #file: FileHandle;

  constructor(name: string, file: FileHandle) {
    this.name = name;
    this.#file = file;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#file.writeFile(bytes);
    } catch (cause) {
      throw writeFault(this.name, cause);
    }
  }

  async finish(): Promise<void> {
    try {
      await this.#file.close();
    } catch (cause) {
      throw writeFault(this.name, cause);
    }
  }

  discard(): Promise<void> {
    return this.#file.close().catch(() => undefined);
  }
}

/** A file that has its name only when it is finished. */
class RegularFile extends Device {
  readonly #file: NewFile;

  constructor(file: NewFile, handle: FileHandle) {
    super(file.path, handle);
    this.#file = file;
  }

  override async finish(): Promise<void> {
    await super.finish();
    try {
      this.#file.finish();
    } catch (cause) {
      throw writeFault(this.name, cause);
    }
  }

  override async discard(): Promise<void> {
    this.#file.discard();
    await super.discard();
  }
}
