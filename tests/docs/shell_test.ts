import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { promisify } from "node:util";
import { SUBCOMMANDS } from "../../cli/commands.ts";
import { type CodeBlock, codeBlocks } from "../../tools/checks/code_blocks.ts";
import { filesBelow } from "../../tools/checks/source_files.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { TestServer } from "../_support/test_server.ts";
import { onDeno } from "../_support/this_runtime.ts";
import { commandsOf, filesOf, tasksOf } from "./_support/shell_lines.ts";

/** Our programs, by their names in the documents. */
const PROGRAMS: ReadonlySet<string> = new Set([
  "oml2",
  "oml2-server",
  "oml2-proxy-server",
  "main.ts",
  "entries/node.ts",
]);

/** `analysis_test.ts` runs its scripts, beside an experiment. */
const ANALYSIS = "docs/analysis.md";

const read = (file: string) => readFileSync(join(repositoryRoot, file), "utf8");

const blocks = filesBelow(repositoryRoot)
  .filter((file) => /^(?:docs\/.*|[^/]*)\.md$/.test(file))
  .filter((file) => file !== "CONTRIBUTING.md")
  .flatMap((file) => codeBlocks(file, read(file)));
const scripts = blocks.filter(({ language }) => language === "sh");

/** The output in the document: the block right after this one. */
function printed({ file, line, code }: CodeBlock): string | undefined {
  const next = line + code.split("\n").length + 2;
  return blocks.find((each) =>
    each.file === file && each.line === next && each.language === ""
  )?.code;
}

/** Hides times, which differ in each run. */
function withoutTimes(text: string): string {
  return text.replace(/\b\d{9,}(?:\.\d+)?\b/g, "TIME");
}

/** A directory of commands for `PATH` that replace those of the system. */
function makeCommands(root: string): string {
  const directory = join(root, "bin");
  mkdirSync(directory);
  const runtime = onDeno ? [process.execPath, "run", "-A"] : [process.execPath];
  const sqlite3 = join(repositoryRoot, "tests/docs/_support/sqlite3.ts");
  const words = [...runtime, sqlite3].map((word) => `'${word}'`).join(" ");
  const path = join(directory, "sqlite3");
  writeFileSync(path, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  return directory;
}

/** Runs a block beside `./data`, the databases of a server. */
async function run(block: CodeBlock): Promise<void> {
  await using server = await TestServer.start();
  const { port } = server.process;
  const cwd = dirname(server.dataDir);
  const script = join(cwd, "block.sh");
  writeFileSync(script, block.code.replaceAll("/3003", `/${port}`));
  const running = promisify(execFile)("bash", ["-eu", script], {
    cwd,
    env: { ...process.env, PATH: `${makeCommands(cwd)}:${process.env.PATH}` },
    timeout: 60_000,
  });
  running.child.stdin?.end();
  const { stdout } = await running;
  const expected = printed(block);
  if (expected !== undefined) {
    assert.equal(withoutTimes(stdout), withoutTimes(expected));
  }
  assert.equal(await server.stop(), 0);
  assert.doesNotMatch(server.process.stderr(), / (?:WARN|ERROR)/);
}

/** Everything that a block names and that does not exist. */
async function unknown({ code }: CodeBlock): Promise<string[]> {
  const { tasks } = JSON.parse(read("deno.json"));
  const found = [
    ...tasksOf(code).filter((task) => !Object.hasOwn(tasks, task)),
    ...filesOf(code).filter((file) => !existsSync(join(repositoryRoot, file))),
  ];
  for (const { name, words } of commandsOf(code, PROGRAMS)) {
    const [first, ...rest] = /^(?:oml2|main.*)$/.test(name)
      ? words
      : [name === "oml2-server" ? "server" : "proxy", ...words];
    const subcommand = SUBCOMMANDS.get(first);
    if (subcommand === undefined) found.push(`${name} ${first}`);
    const options = (await subcommand?.load())?.command?.().options;
    const names = options?.flatMap(({ long, short }) => [long, short]);
    const given = rest.flatMap((word) =>
      /^--[\w-]+|^-\w/.exec(word)?.[0] ?? []
    );
    found.push(...given.filter((each) => names?.includes(each) === false));
  }
  return found;
}

test("The documents have scripts to run", () => {
  assert(scripts.some(({ notRun }) => notRun === undefined));
  assert(scripts.some(({ notRun }) => notRun !== undefined));
});

for (const block of scripts) {
  const place = `${block.file}:${block.line}`;
  test(`The commands, options, tasks and files at ${place} exist`, async () => {
    assert.deepEqual(await unknown(block), []);
  });
  if (block.notRun !== undefined || block.file === ANALYSIS) continue;
  test(`The script at ${place} runs`, () => run(block));
}
