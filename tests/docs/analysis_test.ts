import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { type CodeBlock, codeBlocks } from "../../tools/checks/code_blocks.ts";
import type { PgRow } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { DuckDb } from "../export/_support/duckdb.ts";
import { Lab } from "./_support/lab.ts";
import {
  expandGrafana,
  oml2Directory,
  pythonWith,
  whyNot,
} from "./_support/recipe_tools.ts";

const FILE = "docs/analysis.md";
const [FROM, TO] = [
  new Date("2026-03-01T12:00:00Z"),
  new Date("2026-03-01T12:00:04Z"),
];

/** What a panel shows: the bits of each second, of which the last one begins. */
const PANEL = [[3, 0.5], [7, 1], [11, 1.5], [15, 2], [9, 2.5]].flatMap(
  (kilobytes, second) =>
    kilobytes.map((sent, i) => ({
      time: String(FROM.getTime() / 1000 + second),
      metric: ["node-a", "node-b"][i],
      "bit/s": String(8_000 * sent),
    })),
);

const blocks = codeBlocks(
  FILE,
  readFileSync(join(repositoryRoot, FILE), "utf8"),
);

let sqlite: Promise<Lab> | undefined;
let postgres: Promise<Lab> | undefined;
let commands = "";
after(async () => {
  await (await sqlite)?.[Symbol.asyncDispose]();
  await (await postgres)?.[Symbol.asyncDispose]();
});

/** The experiment in an SQLite file, which its clients keep open. */
function inSqlite(): Promise<Lab> {
  return sqlite ??= Lab.inSqlite();
}

function inPostgres(): Promise<Lab> {
  return postgres ??= Lab.inPostgres();
}

/** The output in the document: the block right after this one. */
function printed({ line, code }: CodeBlock): string | undefined {
  const next = line + code.split("\n").length + 2;
  return blocks.find((each) => each.line === next && each.language === "")
    ?.code;
}

/** Compares without spaces at the ends of lines. */
function assertPrinted(block: CodeBlock, output: string): void {
  const expected = printed(block);
  const trim = (text: string) => text.replace(/ +$/gm, "").trimEnd();
  if (expected !== undefined) assert.equal(trim(output), trim(expected));
}

/** The same text for the same number. */
function plain(value: unknown): string {
  const number = Number(value);
  return Number.isNaN(number) ? String(value) : String(number);
}

/** Runs a program beside `lab.sq3`; returns what it prints. */
async function run(program: string, ...args: string[]): Promise<string> {
  const { server } = await inSqlite();
  commands ||= oml2Directory(dirname(server.dataDir));
  const { stdout } = await promisify(execFile)(program, args, {
    cwd: server.dataDir,
    env: { ...process.env, PATH: `${commands}:${process.env.PATH}` },
    timeout: 60_000,
  });
  return stdout;
}

/** The same for a script. */
async function runScript(
  { code }: CodeBlock,
  program: string,
): Promise<string> {
  const { server } = await inSqlite();
  const path = join(dirname(server.dataDir), "recipe");
  writeFileSync(path, code);
  return await run(program, path);
}

/** Runs a block of SQL in PostgreSQL; returns the rows of the last statement. */
async function query(code: string, role?: string): Promise<PgRow[]> {
  const { postgres } = await inPostgres();
  const client = await postgres?.connect("lab");
  assert(client);
  try {
    if (role !== undefined) await client.query(`SET ROLE ${role}`);
    const result = await client.query(code);
    // Of several statements there are several results.
    return (Array.isArray(result) ? result.at(-1) : result).rows;
  } finally {
    await client.end();
  }
}

/** Runs a block of SQL in DuckDB, which has no current directory of its own. */
async function queryParquet(code: string): Promise<PgRow[]> {
  const { server } = await inSqlite();
  using duckDb = await DuckDb.open();
  return await duckDb.query(
    code.replaceAll("'parquet/", `'${server.dataDir}/parquet/`),
  );
}

/** Compares rows with those in the document, whatever the form of numbers. */
function assertRows(block: CodeBlock, rows: readonly PgRow[]): void {
  const lines = printed(block)?.trimEnd().split("\n");
  if (lines === undefined) return;
  const expected = lines.slice(1).map((line) => line.split("|"));
  assert.deepEqual(
    rows.map((row) => Object.values(row).map(plain)),
    expected.map((row) => row.map(plain)),
  );
}

async function runPython(block: CodeBlock): Promise<string> {
  const { postgres } = await inPostgres();
  assert(postgres);
  Object.assign(process.env, {
    PGHOST: postgres.host,
    PGPORT: String(postgres.port),
    PGUSER: postgres.admin,
  });
  return await runScript(block, pythonWith("psycopg2") ?? "");
}

/** Runs a block; returns its output, if that is a text. */
async function runBlock(block: CodeBlock): Promise<string | PgRow[]> {
  const { language, code } = block;
  switch (language) {
    case "sh":
      return await run("bash", "-euc", code);
    case "sql":
    case "sql sqlite":
      return await run("sqlite3", "-header", "lab.sq3", code);
    case "sql postgresql":
      return await query(code);
    case "sql duckdb":
      return await queryParquet(code);
    case "sql grafana":
      return await query(expandGrafana(code, FROM, TO), "grafana");
    case "python":
      return await runScript(block, pythonWith("sqlite3") ?? "");
    case "python pandas":
      return await runScript(block, pythonWith("sqlite3", "pandas") ?? "");
    case "python postgresql":
      return await runPython(block);
    case "r":
      return await runScript(block, "Rscript");
    default:
      throw new Error(`No test runs "${language}"`);
  }
}

test("The document has recipes for every tool", () => {
  const languages = new Set(blocks.map(({ language }) => language));
  for (const language of ["sh", "sql", "sql grafana", "python pandas", "r"]) {
    assert(languages.has(language), language);
  }
});

for (const block of blocks) {
  const { language, line, code } = block;
  if (language === "") continue;
  const skip = whyNot(language) ?? false;
  test(
    `The recipe at ${FILE}:${line} runs (${language})`,
    { skip },
    async () => {
      const output = await runBlock(block);
      if (typeof output === "string") assertPrinted(block, output);
      else if (language === "sql duckdb") assertRows(block, output);
      if (language === "sql grafana") assert.deepEqual(output, PANEL);
      if (language === "r") {
        const { server } = await inSqlite();
        assert(statSync(join(server.dataDir, "flow.pdf")).size > 1000);
      }
    },
  );
  if (language !== "sql") continue;
  test(
    `The recipe at ${FILE}:${line} runs on PostgreSQL`,
    { skip: whyNoPostgres() ?? false },
    async () => {
      assertRows(block, await query(code));
    },
  );
}
