/**
 * The TypeScript in documents and comments is valid against the current
 * libraries.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CodeBlock } from "./code_blocks.ts";
import type { Fault } from "./fault.ts";

/** The part of `deno.json` that is read here. */
interface Configuration {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

/** The import map for examples: the names of the packages, and the files. */
export function libraryImports(root: string): Record<string, string> {
  const { name, exports } = configuration(root);
  const { name: npmName } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  return Object.fromEntries(
    Object.entries(exports).flatMap(([path, file]) => {
      const url = pathToFileURL(join(root, file)).href;
      return [name, npmName].map((each) => [each + path.slice(1), url]);
    }),
  );
}

/** Type-checks all examples together with the given Deno. */
export function exampleFaults(
  deno: string,
  root: string,
  examples: readonly CodeBlock[],
): Fault[] {
  const directory = mkdtempSync(join(tmpdir(), "oml2-examples-"));
  try {
    const { imports, compilerOptions } = configuration(root);
    const config = {
      imports: { ...imports, ...libraryImports(root) },
      // An example need not use everything that it shows.
      compilerOptions: { ...compilerOptions, noUnusedLocals: false },
    };
    writeFileSync(join(directory, "deno.json"), JSON.stringify(config));
    examples.forEach(({ code }, i) => {
      writeFileSync(join(directory, `${i}.ts`), `${code}\nexport {};\n`);
    });
    const args = ["check", "--quiet", "--no-lock", "."];
    const env = { ...process.env, NO_COLOR: "1" };
    const options = { cwd: directory, env, encoding: "utf8" } as const;
    const { status, stderr } = spawnSync(deno, args, options);
    return status === 0 ? [] : typeFaults(stderr, directory, examples);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** One fault for each error in the output of `deno check`. */
export function typeFaults(
  output: string,
  directory: string,
  examples: readonly CodeBlock[],
): Fault[] {
  const base = pathToFileURL(join(directory, "/")).href;
  const place = /^TS\d+ \[ERROR\]: (.*)$[^]*?^ +at (\S+?)(\d+)\.ts:(\d+):/gm;
  const faults = [...output.matchAll(place)].flatMap(
    ([, message, url, number, line]) => {
      const example = examples[Number(number)];
      if (url !== base || example === undefined) return [];
      return [{
        file: `${example.file}:${example.line + Number(line)}`,
        rule: `the example is not valid: ${message.replace(/\.$/, "")}`,
        remedy: "Change it to what the library is now",
      }];
    },
  );
  if (faults.length === 0) throw new Error(`deno check failed:\n${output}`);
  return faults;
}

function configuration(root: string): Configuration {
  return JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
}
