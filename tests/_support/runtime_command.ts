import process from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the repository, where the entry files of the server are. */
export const repositoryRoot: string = fileURLToPath(
  new URL("../..", import.meta.url),
);

/**
 * The command that starts the server in the runtime that runs this test, up to
 * its options. `OML_SERVER_COMMAND`, a JSON array of strings, takes its place.
 */
export function serverCommand(): readonly string[] {
  const given = process.env.OML_SERVER_COMMAND;
  if (given) return JSON.parse(given);
  return process.versions.deno
    ? [process.execPath, "run", "-A", "main.ts", "server"]
    : [process.execPath, "main_node.ts", "server"];
}

/** The command that starts `oml2`, up to its subcommand. */
export function oml2Command(): readonly string[] {
  return serverCommand().slice(0, -1);
}
