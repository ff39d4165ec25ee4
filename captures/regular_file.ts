/**
 * Opens capture files.
 *
 * @module
 */
import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { errorText } from "../shared/error_text.ts";
import { cannotRead } from "./errors.ts";

/** A file that is open for reading. */
export interface OpenFile {
  /** Its path. */
  readonly path: string;
  /** The file. */
  readonly handle: FileHandle;
}

/**
 * What the system knows about the file at `path`.
 *
 * @throws {CaptureError} if it is no regular file.
 */
export async function statRegular(path: string): Promise<Stats> {
  const found = await stat(path).catch((cause) => {
    throw cannotRead(path, errorText(cause), { cause });
  });
  // Opening a pipe waits for a writer, which may never come.
  if (!found.isFile()) {
    throw cannotRead(path, "it is not a regular file", {
      hint: found.isDirectory()
        ? "name the files in it"
        : "save its contents in one",
    });
  }
  return found;
}

/**
 * Opens a regular file, which must be closed.
 *
 * @throws {CaptureError} if that is impossible.
 */
export async function openRegular(path: string): Promise<OpenFile> {
  await statRegular(path);
  const handle = await open(path, "r").catch((cause) => {
    throw cannotRead(path, errorText(cause), { cause });
  });
  return { path, handle };
}
