import process from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the repository, with the entry files of the server. */
export const repositoryRoot: string = fileURLToPath(
  new URL("../..", import.meta.url),
);

/**
 * The command that starts `oml2`, up to its subcommand: the sources on the
 * current runtime. `OML2_COMMAND`, a JSON array of strings, replaces it, so
 * that every test of the programs can also test an executable.
 */
export function oml2Command(): readonly string[] {
  const given = process.env.OML2_COMMAND;
  if (given) return JSON.parse(given);
  return process.versions.deno
    ? [process.execPath, "run", "-qA", "main.ts"]
    : [process.execPath, "entries/node.ts"];
}

/** The sources as a command; SIGWINCH sets their wall clock back by an hour. */
export function settableClockCommand(): readonly string[] {
  return sourcesAfter("./tests/_support/settable_clock.ts");
}

/** The sources as a command; a file sets their wall clock (`run_clock.ts`). */
export function runClockCommand(file: string): readonly string[] {
  const preloaded = sourcesAfter("./tests/_support/run_clock.ts");
  return ["env", `OML2_CLOCK=${file}`, ...preloaded];
}

/**
 * The sources as a command; long turns are recorded in a file
 * (`note_turns.ts`).
 */
export function watchedCommand(path: string): readonly string[] {
  const note = sourcesAfter("./tests/_support/note_turns.ts");
  return ["env", `OML2_TURNS=${path}`, ...note];
}

/** The sources as a command that preloads a module. */
function sourcesAfter(module: string): readonly string[] {
  return process.versions.deno
    ? [process.execPath, "run", "-qA", "--preload", module, "main.ts"]
    : [process.execPath, "--import", module, "entries/node.ts"];
}

/** The command that starts the server, up to its options. */
export function serverCommand(): readonly string[] {
  return [...oml2Command(), "server"];
}
