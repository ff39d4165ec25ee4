/**
 * The programs as executables of Deno.
 *
 * @module
 */
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { lateModules } from "./late_modules.ts";
import { DIST, ROOT, tool, withParts } from "./places.ts";
import { BuildError, runTool } from "./run_tool.ts";

/** All targets of `deno compile`. */
export const TARGETS: readonly string[] = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
];

/** A program for `deno compile`. */
interface Program {
  /** Name of the file. */
  readonly name: string;
  /** Arguments before those of the command line. */
  readonly args: readonly string[];
  /** Its permissions; it never prompts for others. */
  readonly permissions: readonly string[];
}

// Deno permits ATTACH, which the fast path into SQLite needs, only with all
// permissions; hooks and --user need run and FFI.
const ALL = ["--allow-all"];
const FILES_AND_NET = [
  ...["--allow-net", "--allow-read", "--allow-write"],
  "--allow-env=OML_HTTP_TOKEN,OML_TLS_CA,OML_TLS_CERT,OML_TLS_KEY",
];

/** The programs. */
export const PROGRAMS: readonly Program[] = [
  { name: "oml2", args: [], permissions: ALL },
  { name: "oml2-server", args: ["server"], permissions: ALL },
  { name: "oml2-proxy-server", args: ["proxy"], permissions: FILES_AND_NET },
];

/**
 * A folder of samples in a package that prom-client uses: Deno takes them for
 * modules, and `deno compile` overflows its stack on a list of 100,000 lines.
 */
const SAMPLES = ["bintrees", "test"] as const;

/** The messages of `deno compile` if it has no runtime base. */
const NO_BASE = /Setting up base binary|Could not find denort/;

/**
 * Builds the programs for a target, by default this machine; returns what was
 * embedded in each, as Deno reports it, by name.
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
    ...samples().map((path) => `--exclude=${path}`),
    // Workers are not imported, so Deno does not find them by itself.
    "--include=entries/deno_worker.ts",
    "--include=entries/deno_archive_worker.ts",
    ...lateModules(ROOT).map((path) => `--include=${path}`),
    `--output=${join(directory, name)}`,
  ];
  try {
    return deno(["compile", ...options, "main.ts", ...args]);
  } catch (error) {
    throw error instanceof BuildError && NO_BASE.test(error.message)
      ? new BuildError(noBase(target), { cause: error })
      : error;
  }
}

/** The paths of {@linkcode SAMPLES} in Deno's cache, which it fills. */
function samples(): string[] {
  deno(["cache", "main.ts", ...lateModules(ROOT)]);
  const { npmCache } = JSON.parse(runTool(tool("deno"), ["info", "--json"]));
  const [name, folder] = SAMPLES;
  return readdirSync(npmCache)
    .map((registry) => join(npmCache, registry, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((version) => join(path, version)))
    .map((path) => join(path, folder));
}

function deno([command, ...args]: readonly string[]): string {
  return withParts((directory) => {
    // A copy: without the packages for tests, Deno writes a shorter lock file.
    const lock = join(directory, "deno.lock");
    copyFileSync(join(ROOT, "deno.lock"), lock);
    return runTool(tool("deno"), [command, `--lock=${lock}`, ...args], {
      // The packages in package.json that are missing in deno.json are for
      // tests only.
      env: { DENO_NO_PACKAGE_JSON: "1", NO_COLOR: "1" },
      stderr: true,
    });
  });
}

function noBase(target: string | undefined): string {
  const system = target ?? "this system";
  const cache = process.env.DENO_DIR ?? "$DENO_DIR, or ~/.cache/deno,";
  return `Cannot find Deno's runtime base (denort) for ${system}: give the ` +
    `file by DENORT_BIN, or bring the directory dl of ${cache} from a ` +
    "machine that has it; or build for Node: deno task compile:node";
}
