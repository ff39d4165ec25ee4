/**
 * Files that an export creates.
 *
 * @module
 */
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import process from "node:process";
import { ExportError } from "../errors.ts";
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
  if (found !== undefined && !found.isFile()) {
    return new Device(path, await openAt(path, path, "w"));
  }
  if (found !== undefined && !replaces) {
    throw new ExportError(`Cannot write ${path}: it exists`, {
      hint: "choose another name, or replace it with --force",
    });
  }
  const unfinished = `${path}.${process.pid}.unfinished`;
  return new NewFile(path, unfinished, await openAt(path, unfinished, "wx"));
}

async function openAt(
  path: string,
  name: string,
  flags: string,
): Promise<FileHandle> {
  try {
    return await open(name, flags);
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

/**
 * A file that has another name until it is finished, so that there never is a
 * part of it under its own.
 */
class NewFile extends Device {
  readonly #unfinished: string;

  constructor(name: string, unfinished: string, file: FileHandle) {
    super(name, file);
    this.#unfinished = unfinished;
  }

  override async finish(): Promise<void> {
    await super.finish();
    try {
      await rename(this.#unfinished, this.name);
    } catch (cause) {
      throw writeFault(this.name, cause);
    }
  }

  override async discard(): Promise<void> {
    await rm(this.#unfinished, { force: true });
    await super.discard();
  }
}
