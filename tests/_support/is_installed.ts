import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/** Whether a program is found on the PATH. */
export function isInstalled(program: string): boolean {
  const directories = (process.env.PATH ?? "").split(delimiter);
  return directories.some((directory) => existsSync(join(directory, program)));
}
