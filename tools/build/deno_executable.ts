/**
 * The programs as executables of Deno.
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { DIST, tool } from "./places.ts";
import { BuildError, runTool } from "./run_tool.ts";

/** All that `deno compile` can make executables for. */
export const TARGETS: readonly string[] = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
];

/** A program, as `deno compile` makes it. */
interface Program {
  /** Name of the file. */
  readonly name: string;
  /** Arguments that stand before those of the command line. */
  readonly args: readonly string[];
  /** What it may do; nobody is asked for more. */
  readonly permissions: readonly string[];
}

// Deno lets a program ATTACH, which the quick way into SQLite needs, only
// with all permissions; and hooks and --user are run and FFI.
const ALL = ["--allow-all"];
const FILES_AND_NET = ["--allow-net", "--allow-read", "--allow-write"];

/** The programs. */
export const PROGRAMS: readonly Program[] = [
  { name: "oml2", args: [], permissions: ALL },
  { name: "oml2-server", args: ["server"], permissions: ALL },
  { name: "oml2-proxy-server", args: ["proxy"], permissions: FILES_AND_NET },
];

/** How `deno compile` says that it has no runtime base. */
const NO_BASE = /Setting up base binary|Could not find denort/;

/**
 * Builds the programs, for this machine without a `target`; returns what was
 * embedded in each, as Deno tells it, by name.
 *
 * @throws {BuildError} if a step fails.
 */
export function buildDenoExecutables(
  directory: string = DIST,
  target?: string,
): ReadonlyMap<string, string> {
  return new Map(PROGRAMS.map((program) => [
    program.name,
    compile(program, directory, target),
  ]));
}

function compile(
  { name, args, permissions }: Program,
  directory: string,
  target: string | undefined,
): string {
  const given = target === undefined ? [] : ["--target", target];
  const options = [
    ...permissions,
    ...given,
    "--no-prompt",
    "--exclude-unused-npm",
    // A worker is no import that Deno could follow.
    "--include=entries/deno_worker.ts",
    `--output=${join(directory, name)}`,
  ];
  try {
    return runTool(tool("deno"), ["compile", ...options, "main.ts", ...args], {
      // What package.json asks for beside deno.json is for tests alone.
      env: { DENO_NO_PACKAGE_JSON: "1", NO_COLOR: "1" },
      stderr: true,
    });
  } catch (error) {
    throw error instanceof BuildError && NO_BASE.test(error.message)
      ? new BuildError(noBase(target), { cause: error })
      : error;
  }
}

function noBase(target: string | undefined): string {
  const system = target ?? "this system";
  const cache = process.env.DENO_DIR ?? "$DENO_DIR, or ~/.cache/deno,";
  return `Cannot find Deno's runtime base (denort) for ${system}: give the ` +
    `file by DENORT_BIN, or bring the directory dl of ${cache} from a ` +
    "machine that has it; or build for Node: deno task compile:node";
}
