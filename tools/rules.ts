/**
 * `deno task rules`: the rules of this repository that neither the compiler nor
 * `deno lint` checks. Names each file that breaks one, and the remedy.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { codeBlocks } from "./checks/code_blocks.ts";
import { exampleFaults } from "./checks/examples.ts";
import { faultText } from "./checks/fault.ts";
import { filesBelow } from "./checks/source_files.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = filesBelow(root);
const examples = files
  .filter((file) => /\.(?:md|ts)$/.test(file) && !file.startsWith("tests/"))
  .flatMap((file) => codeBlocks(file, readFileSync(join(root, file), "utf8")))
  .filter(({ language }) => language === "ts");

const faults = [
  ...exampleFaults(process.execPath, root, examples),
];
for (const fault of faults) console.error(faultText(fault));
console.log(`${examples.length} examples: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
