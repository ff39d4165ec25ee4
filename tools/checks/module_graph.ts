/**
 * The imports between modules, as Deno sees them: types, re-exports and dynamic
 * imports included.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The imports of each module, by its path from the root of the repository.
 * Built-in modules are named `node:fs`, packages `npm:pg`.
 */
export type ModuleGraph = ReadonlyMap<string, readonly string[]>;

/** The part of `deno info --json` that is read here. */
interface DenoInfo {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

/** Reads the graph of the given files with the given Deno. */
export function readModuleGraph(
  deno: string,
  root: string,
  files: readonly string[],
): ModuleGraph {
  // deno info accepts one file, so this one imports all others.
  const directory = mkdtempSync(join(tmpdir(), "oml2-graph-"));
  try {
    const all = join(directory, "all.ts");
    const urls = files.map((file) => pathToFileURL(join(root, file)).href);
    writeFileSync(all, urls.map((url) => `import "${url}";\n`).join(""));
    const args = ["info", "--json", "--config", join(root, "deno.json"), all];
    const options = { encoding: "utf8", maxBuffer: 2 ** 28 } as const;
    const info: DenoInfo = JSON.parse(execFileSync(deno, args, options));
    return moduleGraph(info, pathToFileURL(join(root, "/")).href);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The modules below a URL, from the output of `deno info --json`. */
export function moduleGraph(info: DenoInfo, root: string): ModuleGraph {
  const graph = new Map<string, string[]>();
  for (const { specifier, dependencies = [], error } of info.modules) {
    if (error !== undefined) throw new Error(`${specifier}: ${error}`);
    if (!specifier.startsWith(root)) continue;
    const targets = dependencies.flatMap(({ code, type }) =>
      [code?.specifier, type?.specifier].filter((each) => each !== undefined)
    );
    const names = targets.map((target) => moduleName(target, root));
    graph.set(moduleName(specifier, root), [...new Set(names)].sort());
  }
  return graph;
}

function moduleName(specifier: string, root: string): string {
  if (specifier.startsWith(root)) {
    return decodeURIComponent(specifier.slice(root.length));
  }
  return specifier.replace(/^(npm:)\/?(@?[^@]+).*$/, "$1$2");
}
