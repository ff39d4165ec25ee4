/**
 * Writes results to stdout.
 *
 * @module
 */
import process from "node:process";
import { errorText } from "../../shared/error_text.ts";
import { StartError } from "../options/options_error.ts";

/**
 * Writes text to stdout, and resolves when it is written: the process may end
 * then. A reader that has gone away is no fault.
 *
 * @throws {StartError} if it can't be written, as to a full disk.
 */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      process.stdout.off("error", done);
      if (!error || "code" in error && error.code === "EPIPE") return resolve();
      const why = errorText(error);
      reject(
        new StartError(`Cannot write to stdout: ${why}`, { cause: error }),
      );
    };
    process.stdout.once("error", done);
    process.stdout.write(text, done);
  });
}
