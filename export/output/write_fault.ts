/**
 * What is wrong when an output can't be written.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { ExportError, NoReaderError } from "../errors.ts";

/** The remedies, by the code of the error. */
const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "free some space, or write to another disk with --to",
  EDQUOT: "free some space, or write to another disk with --to",
  EFBIG: "write to another disk with --to",
  EEXIST: "choose another name, or replace it with --force",
  ENOENT: "create its directory first",
  EACCES: "check the permissions of its directory",
  EPERM: "check the permissions of its directory",
  EROFS: "write to another disk with --to",
};

/** The error of an output called `name`, given that of the system. */
export function writeFault(name: string, cause: unknown): ExportError {
  const code = codeOf(cause);
  if (code === "EPIPE") return new NoReaderError(cause);
  return new ExportError(`Cannot write ${name}: ${errorText(cause)}`, {
    cause,
    hint: HINTS[code],
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
