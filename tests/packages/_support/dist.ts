import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { repositoryRoot } from "../../_support/runtime_command.ts";

/** The directory of the packages built by `deno task release`: `OML2_DIST`. */
const dist = process.env.OML2_DIST;

/** The reason why packages can't be tested here; `false` if they can. */
export const notBuilt: string | false = dist === undefined &&
  "OML2_DIST does not say where packages are; see deno task release";

/** The path of a built file or directory. */
export function built(name: string | RegExp): string {
  const directory = resolve(repositoryRoot, dist ?? "dist");
  const found = readdirSync(directory).find((entry) =>
    typeof name === "string" ? entry === name : name.test(entry)
  );
  if (found === undefined) throw new Error(`No ${name} in ${directory}`);
  return join(directory, found);
}
