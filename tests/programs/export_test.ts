import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { cleanEnv } from "../_support/clean_env.ts";
import { type Finished, runOml2, runProgram } from "../_support/run_command.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { EVERY_TYPE, storeFiles } from "../export/_support/every_type.ts";

const noFull = !existsSync("/dev/full") && "there is no /dev/full";

const root = makeTempDir();
after(() => removeTempDir(root));
const path = (...names: string[]) => join(root, ...names);
const file = path("every-type.sq3");

before(async () => {
  await storeFiles(root, EVERY_TYPE);
  mkdirSync(path("many"));
  await storeFiles(path("many"), {
    ...{ name: "many", senders: ["s"] },
    tables: [{ schema: "1 app_m n:int32 label:string", rows: [] }],
  });
  using database = new DatabaseSync(path("many", "many.sq3"));
  database.exec(
    "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT " +
      "400000) INSERT INTO app_m SELECT i, 1, i, i, i, i, 'label' FROM c",
  );
});

/** Runs `oml2 export`, which must succeed without a word; returns its output. */
async function exported(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runOml2("export", ...args);
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout;
}

/** Runs `oml2 export`, which must fail; returns its message. */
async function fault(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runOml2("export", ...args);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.ok(stderr.startsWith("oml2 export: "), stderr);
  return stderr.slice("oml2 export: ".length).trimEnd();
}

test("NULL and an empty text differ in CSV", async () => {
  const csv = await exported(file, "app_small");
  assert.equal(
    csv,
    "oml_sender,oml_seq,oml_ts_client,oml_ts_server,n,v\r\n" +
      "node-1,3,1.5,2,,\r\n",
  );
});

test("A directory gets a file for each table", async () => {
  assert.equal(await exported(file, "--to", path("all"), "--format=jsonl"), "");
  assert.deepEqual(readdirSync(path("all")).sort(), [
    ...["app_all.jsonl", "app_small.jsonl"],
  ]);
  const lines = readFileSync(path("all", "app_all.jsonl"), "utf8").split("\n");
  assert.equal(lines.length, 101);
});

test("Streams of all senders go into one file", async () => {
  const text = await exported(file, "--format", "omsp");
  assert.ok(text.startsWith("protocol: 5\ndomain: every-type\n"));
  const target = path("streams.oml");
  await exported(file, "app_small", "--format=omsp", "--to", target);
  const streams = readFileSync(target, "utf8").split(/^protocol: 4\n/m);
  assert.equal(streams.length, 4);
  assert.match(streams[3], /\n\n1\.5\t1\t3\tnan\tnan\n$/);
});

test("Rows of a part of the time and of a sender are selected", async () => {
  const rows = async (...args: string[]) => {
    const csv = await exported(file, "app_small", ...args);
    return csv.split("\r\n").length - 2;
  };
  assert.equal(await rows("--since", "2", "--until", "2"), 1);
  assert.equal(await rows("--since", "2.1"), 0);
  assert.equal(await rows("--until", "2027-01-15T08:00:01Z"), 0);
  assert.equal(await rows("--until", "2027-01-15T09:00:02+01:00"), 1);
  assert.equal(await rows("--sender", "node-1"), 1);
  assert.equal(await rows("--sender", EVERY_TYPE.senders[1]), 0);
});

test("A directory as the source needs the domain", async () => {
  const csv = await exported(root, "app_small", "--domain", "every-type");
  assert.match(csv, /^oml_sender/);
});

test("With --absolute-time, times are dates", async () => {
  const csv = await exported(file, "app_small", "--absolute-time");
  assert.equal(
    csv.split("\r\n")[1],
    "node-1,3,2027-01-15T08:00:01.500000Z,2027-01-15T08:00:02.000000Z,,",
  );
});

test("Errors name what there is", async () => {
  assert.equal(
    await fault(file, "app_al"),
    'Cannot export every-type: no table "app_al"; its tables are app_all, ' +
      "app_small",
  );
  assert.match(await fault(file, "app_all", "--sender", "x"), /senders are/);
  assert.match(await fault(path("no.sq3")), /it does not exist/);
});

test("An existing file is kept without --force", async () => {
  const target = path("kept.csv");
  writeFileSync(target, "before");
  assert.equal(
    await fault(file, "app_small", "--to", target),
    `Cannot write ${target}: it exists; choose another name, or replace it ` +
      "with --force",
  );
  assert.equal(readFileSync(target, "utf8"), "before");
  await exported(file, "app_small", "--to", target, "--force");
  assert.match(readFileSync(target, "utf8"), /^oml_sender/);
});

test("A full disk is an error that says so", { skip: noFull }, async () => {
  const many = path("many", "many.sq3");
  const remedy = /ENOSPC.*; free some space/;
  assert.match(await fault(many, "--to", "/dev/full"), remedy);
  const shell = 'exec "$@" > /dev/full';
  const command = [...oml2Command(), "export", many];
  const { status, stderr } = await runProgram([
    "sh",
    "-c",
    shell,
    "sh",
    ...command,
  ]);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^oml2 export: Cannot write the standard output: .*no space left/i,
  );
});

test("A reader that ends early ends the export quietly", async () => {
  const shell = '{ "$@"; echo "status $?" >&2; } | head -n 2';
  const command = [...oml2Command(), "export", path("many", "many.sq3")];
  const { stdout, stderr }: Finished = await runProgram(
    ["sh", "-c", shell, "sh", ...command],
  );
  assert.equal(stdout.split("\r\n").length, 3);
  assert.equal(stderr, "status 0\n");
});

test("A signal removes the unfinished file", async () => {
  mkdirSync(path("stopped"));
  const created = watch(path("stopped"));
  const [program, ...args] = [
    ...[...oml2Command(), "export", path("many", "many.sq3")],
    ...["--to", path("stopped", "many.csv")],
  ];
  const child = spawn(program, args, {
    ...{ cwd: repositoryRoot, env: cleanEnv() },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => stderr += text);
  const exited = once(child, "close");
  await once(created, "change");
  created.close();
  child.kill("SIGINT");
  const [status] = await exited;
  assert.deepEqual(readdirSync(path("stopped")), []);
  assert.equal(
    stderr,
    "oml2 export: stopped before everything was written\n",
  );
  assert.ok(status === 1 || status === null, `status ${status}`);
});
