/**
 * Measures the start of the programs: `deno task bench:startup [RUNS]`, after
 * `deno task compile:node`. Prints the table of docs/install.md.
 *
 * @module
 */
import { Command } from "commander";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { bin } from "../tools/install.mjs";
import { ROOT } from "./contestants.ts";
import { describeMachine } from "./machine.ts";
import { parseRounds } from "./option_values.ts";
import { median } from "./results.ts";
import { untilExit, untilListening } from "./start.ts";

const node = join(bin, "node");
// Not npm's launcher, a script that starts it.
const deno = process.execPath;

/** Commands up to their options, by name. */
const PROGRAMS = new Map<string, readonly string[]>([
  ["executable of Node", [join(ROOT, "dist/node/oml2-server")]],
  ["executable of Deno", [join(ROOT, "dist/oml2-server")]],
  ["sources on Node", [node, "entries/node.ts", "server"]],
  ["sources on Deno", [deno, "run", "-A", "main.ts", "server"]],
]);

/** A runtime alone, printing a line. */
const RUNTIMES = new Map<string, readonly string[]>([
  ["Node alone", [node, "-e", "console.log(1)"]],
  ["Deno alone", [deno, "eval", "console.log(1)"]],
]);

const [runs]: number[] = new Command("deno task bench:startup")
  .description("Measures the start of the programs.")
  .argument("[runs]", "runs of each program", parseRounds, 20)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;
const { hardware, system, versions } = describeMachine(node);
console.log(`${hardware}, ${system}; ${versions}; medians of ${runs} runs\n`);
console.log("| what | `--version`, ms | accepts, ms | size, MiB |");
console.log("| --- | --- | --- | --- |");
for (const [name, command] of PROGRAMS) {
  if (!existsSync(command[0])) continue;
  const version = await times(() => untilExit([...command, "--version"]));
  const accepts = await times(() => untilListening(command));
  const size = command.length > 1
    ? ""
    : Math.round(statSync(command[0]).size / 2 ** 20);
  console.log(`| ${name} | ${version} | ${accepts} | ${size} |`);
}
for (const [name, command] of RUNTIMES) {
  console.log(`| ${name} | ${await times(() => untilExit(command))} | | |`);
}

async function times(run: () => Promise<number>): Promise<number> {
  const figures: number[] = [];
  for (let i = 0; i < runs; i++) figures.push(await run());
  return Math.round(median(figures) ?? 0);
}
