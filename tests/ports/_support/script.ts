import process from "node:process";
import { fileURLToPath } from "node:url";

/** The command that runs a script of this folder in a process of its own. */
export function script(name: string, ...args: readonly string[]): string[] {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const options = process.versions.deno ? ["run", "-qA", "--no-check"] : [];
  return [process.execPath, ...options, path, ...args];
}
