/**
 * `deno task rules`: the rules of this repository that neither the compiler nor
 * `deno lint` checks. Prints each file that breaks one, with the remedy.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { buildPage, PAGE_FILE } from "./build/page.ts";
import { codeBlocks } from "./checks/code_blocks.ts";
import { exampleFaults } from "./checks/examples.ts";
import { cycleFaults } from "./checks/cycles.ts";
import { faultText } from "./checks/fault.ts";
import { LAYERS_DOCUMENT, readLayers } from "./checks/layer_tables.ts";
import { layerFaults } from "./checks/layers.ts";
import { MIRROR_DOCUMENT, mirrorOf, readMirror } from "./checks/mirror.ts";
import { readModuleGraph } from "./checks/module_graph.ts";
import { pageFaults } from "./checks/page.ts";
import { sizeFaults } from "./checks/size.ts";
import { filesBelow } from "./checks/source_files.ts";
import { unusedFaults } from "./checks/unused.ts";
import { install } from "./install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
install();
const files = filesBelow(root);
const read = (file: string) => readFileSync(join(root, file), "utf8");

const modules = files.filter((file) => /\.(?:tsx?|mjs)$/.test(file));
const graph = readModuleGraph(process.execPath, root, modules);
const layers = readLayers(read(LAYERS_DOCUMENT));
const examples = files
  .filter((file) => /\.(?:md|ts)$/.test(file) && !file.startsWith("tests/"))
  .flatMap((file) => codeBlocks(file, read(file)))
  .filter(({ language }) => language === "ts");

const mirror = mirrorOf(files, read, readMirror(read(MIRROR_DOCUMENT)));

const faults = [
  ...layerFaults(graph, layers),
  ...cycleFaults(graph, layers.cycles),
  ...mirror.faults,
  ...sizeFaults(files, read),
  ...exampleFaults(process.execPath, root, examples),
  ...pageFaults(
    PAGE_FILE,
    existsSync(join(root, PAGE_FILE)) ? read(PAGE_FILE) : undefined,
    buildPage(),
  ),
  ...unusedFaults(process.execPath, root),
];
for (const fault of faults) console.error(faultText(fault));
const exceptions = layers.exceptions.length + layers.cycles.length;
console.log(
  `${modules.length} modules in ${layers.layers.length} layers, ` +
    `with ${exceptions} exceptions; ` +
    `${mirror.own} sources with a test, ${mirror.through} tested through ` +
    `another, ${mirror.empty} with types only; ${examples.length} examples`,
);
console.log(`${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
