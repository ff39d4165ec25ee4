/**
 * The files of an installation, below `/usr` or another prefix.
 *
 * @module
 */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { PAGES } from "../../cli/manual/pages.ts";
import { licenses } from "./licenses.ts";
import { PROGRAM_LINKS } from "./node_executable.ts";
import { DIST, ROOT } from "./places.ts";
import { runTool } from "./run_tool.ts";

/** The directory of the built Node executable. */
const EXECUTABLES: string = join(DIST, "node");

const OML2 = join(EXECUTABLES, "oml2");

const COMPLETIONS: readonly (readonly [shell: string, path: string])[] = [
  ["bash", "share/bash-completion/completions/oml2"],
  ["zsh", "share/zsh/vendor-completions/_oml2"],
  ["fish", "share/fish/vendor_completions.d/oml2.fish"],
];

/** The files in `share/oml2` according to the manual page. */
const SHARED = [
  "hook/oml2-server-hook.sh",
  "haproxy.conf",
  "haproxy-by-domain.conf",
  "scaffold/oml2-server.rb",
];

/**
 * Lays out executables, manual pages, completions, units, examples and
 * documents below a directory.
 *
 * @throws {BuildError} if a step fails.
 */
export function stage(prefix: string): void {
  for (const name of ["oml2", ...PROGRAM_LINKS]) {
    copy(join(EXECUTABLES, name), join(prefix, "bin", name));
  }
  for (const page of PAGES.keys()) writeManual(prefix, page);
  for (const [shell, path] of COMPLETIONS) {
    write(join(prefix, path), runTool(OML2, ["completions", shell]));
  }
  copy(
    join(ROOT, "contrib/systemd"),
    join(prefix, "lib/systemd/system"),
  );
  for (const path of SHARED) {
    copy(
      join(ROOT, "contrib", path),
      join(prefix, "share/oml2", basename(path)),
    );
  }
  writeDocuments(join(prefix, "share/doc/oml2-ts"));
}

function writeManual(prefix: string, page: string): void {
  const text = runTool(OML2, ["man", page]);
  const [, title] = /^\.TH (\S+)/.exec(text) ?? [];
  const name = title.replaceAll("\\-", "-").toLowerCase();
  write(join(prefix, "share/man/man1", `${name}.1.gz`), gzip(text));
}

function writeDocuments(directory: string): void {
  for (const name of ["README.md", "docs"]) {
    copy(join(ROOT, name), join(directory, name));
  }
  copy(join(ROOT, "LICENSE"), join(directory, "copyright"));
  copy(join(ROOT, "CHANGELOG.md"), join(directory, "changelog"));
  write(join(directory, "THIRD-PARTY-LICENSES"), licenses());
}

/** Copies links as links, and their targets beside them. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function gzip(text: string): Uint8Array {
  return gzipSync(text, { level: 9 });
}
