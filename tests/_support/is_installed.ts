import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/** The path of a program that is found on the PATH, or `undefined`. */
export function programPath(program: string): string | undefined {
  return (process.env.PATH ?? "").split(delimiter)
    .map((directory) => join(directory, program))
    .find((path) => existsSync(path));
}

/** Whether a program is found on the PATH. */
export function isInstalled(program: string): boolean {
  return programPath(program) !== undefined;
}
