/**
 * The programs that are measured.
 *
 * @module
 */
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The directory of this program's entry files. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));

/** A server or proxy that can be started. */
export interface Contestant {
  /** Its name in the results. */
  readonly name: string;
  /** The command that starts it on this port, its files in `dir`. */
  command(port: number, dir: string): readonly string[];
}

/** The forms of this program to measure. */
export interface Forms {
  /** The runtimes to measure it on. */
  readonly runtimes: readonly ("deno" | "node")[];
  /** The Node program. */
  readonly node: string;
  /** Executables of `oml2` to measure as well. */
  readonly executables: readonly string[];
}

/** Another server to measure. */
export interface Rival {
  /** Its command, with `{port}` and `{dir}`; unset if there is none. */
  readonly against: string | undefined;
  /** Its name in the results. */
  readonly againstName: string;
}

/** What is compared with each other. */
export type Group = "servers" | "permissions" | "proxies";

/** The start of a proxy's spool files in its directory. */
export const SPOOL = "spool";

/** This program on Deno, up to its subcommand. */
export const OML2: readonly string[] = [
  ...[process.execPath, "run", "-A", `${ROOT}main.ts`],
];

/** The requested programs of each group; the others are compared to the last. */
export function contestants(
  choice: Forms & Rival,
): Record<Group, readonly Contestant[]> {
  const programs = ownPrograms(choice);
  const { against, againstName, runtimes } = choice;
  return {
    servers: [
      ...programs.map(([name, oml2]) => server(name, oml2)),
      ...other(againstName, against),
    ],
    permissions: runtimes.includes("deno")
      ? [restricted("Deno -P"), server("Deno -A", OML2)]
      : [],
    proxies: programs.map(([name, oml2]) => proxy(name, oml2)),
  };
}

/** This program in each form, up to its subcommand, with the form's name. */
export function ownPrograms(
  { runtimes, node, executables }: Forms,
): [name: string, oml2: readonly string[]][] {
  return [
    ...runtimes.map((runtime): [string, readonly string[]] =>
      runtime === "deno"
        ? ["Deno", OML2]
        : ["Node", [node, `${ROOT}entries/node.ts`]]
    ),
    ...executables.map((file): [string, readonly string[]] => [
      file,
      [resolve(file)],
    ]),
  ];
}

/** A server of this program. */
export function server(name: string, oml2: readonly string[]): Contestant {
  return {
    name,
    command: (port, dir) => [
      ...[...oml2, "server", "-l", String(port), "-D", dir],
      ...["--logfile", `${dir}/server.log`],
    ],
  };
}

/** A server on Deno with the permissions of deno.json, and its directory. */
function restricted(name: string): Contestant {
  return {
    name,
    command: (port, dir) =>
      server(name, [
        ...[process.execPath, "run", "-P", `--config=${ROOT}deno.json`],
        ...[`--allow-read=${dir},${ROOT}`, `--allow-write=${dir}`],
        `${ROOT}main.ts`,
      ]).command(port, dir),
  };
}

function proxy(name: string, oml2: readonly string[]): Contestant {
  return {
    name,
    command: (port, dir) => [
      ...[...oml2, "proxy", "-l", String(port), "-c", "127.0.0.1:0"],
      ...["-r", `${dir}/${SPOOL}`, "--logfile", `${dir}/proxy.log`],
    ],
  };
}

/** Another server, if its command is given. */
function other(name: string, template: string | undefined): Contestant[] {
  if (template === undefined) return [];
  return [{
    name,
    command: (port, dir) =>
      template.trim().split(/\s+/).map((word) =>
        word.replaceAll("{port}", String(port)).replaceAll("{dir}", dir)
      ),
  }];
}
