import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { cleanEnv } from "../_support/clean_env.ts";
import { connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { runCommand } from "../_support/run_command.ts";
import { repositoryRoot, serverCommand } from "../_support/runtime_command.ts";
import { startProgram } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const LISTENING = / INFO .*listen/;

/** Passes `use` an empty directory, and removes it afterwards. */
async function inTempDir(
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = makeTempDir();
  try {
    await use(directory);
  } finally {
    removeTempDir(directory);
  }
}

/** Stores three tuples of experiment "a" with a server, and stops it. */
async function storeSome(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const command = [...serverCommand(), "-l", "0", ...args];
  const server = await startProgram(command, env);
  try {
    const client = await connect(server.port);
    await client.send(headers({ domain: "a" }) + numbered(0, 3));
    await client.end();
    assert.equal(await server.stop(), 0);
    return server.stderr();
  } finally {
    await server.kill();
  }
}

test("OML_SQLITE_DIR sets the directory of NAME.sq3, and -D overrides it", () =>
  inTempDir(async (root) => {
    const [told, environment] = ["told", "environment"].map((name) =>
      join(root, name)
    );
    mkdirSync(told);
    mkdirSync(environment);
    await storeSome([], { OML_SQLITE_DIR: environment });
    assert.ok(existsSync(join(environment, "a.sq3")));
    await storeSome(["-D", told], { OML_SQLITE_DIR: environment });
    assert.ok(existsSync(join(told, "a.sq3")));
  }));

test("The log goes to stderr, INFO and above, and DEBUG with -d 4", () =>
  inTempDir(async (root) => {
    const usual = await storeSome(["-D", root]);
    assert.match(usual, / INFO a:s1:app: /);
    assert.doesNotMatch(usual, / DEBUG /);
    assert.match(await storeSome(["-D", root, "-d", "4"]), / DEBUG /);
  }));

test("--logfile appends the log to a file instead of stderr", () =>
  inTempDir(async (root) => {
    const log = join(root, "log");
    writeFileSync(log, "before\n");
    const [program, ...first] = serverCommand();
    const options = ["-D", root, "-l", "0", `--logfile=${log}`];
    const child = spawn(program, [...first, ...options], {
      cwd: repositoryRoot,
      env: cleanEnv(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    try {
      const stderr = text(child.stderr);
      const logged = () => readFileSync(log, "utf8");
      await waitFor("its log", () => LISTENING.test(logged()), 30_000);
      const exited = once(child, "exit");
      process.kill(Number(child.pid), "SIGTERM");
      assert.deepEqual(await exited, [0, null]);
      assert.equal(await stderr, "");
      assert.match(logged(), /^before\n/);
    } finally {
      child.kill("SIGKILL");
    }
  }));

test("--pg-port accepts the name of a service", {
  skip: !existsSync("/etc/services") && "/etc/services is missing",
}, async () => {
  const options = ["-b", "postgresql", "--pg-host=127.0.0.1", "-l", "0"];
  const { status, stderr } = await runCommand(...options, "--pg-port=tcpmux");
  assert.equal(status, 1, stderr);
  assert.match(stderr, /127\.0\.0\.1:1\b|port 1\b/);
});

test("The description for oml2-scaffold has the measurement point as it is reported", () =>
  inTempDir(async (root) => {
    const file = join(root, "reports.oml");
    const target = [
      "--oml-id=s",
      "--oml-domain=d",
      `--oml-collect=file:${file}`,
    ];
    await storeSome(["-D", root, ...target]);
    const reported = /^schema: \d+ server_clients (.*)$/m
      .exec(readFileSync(file, "utf8"))?.[1];
    const path = join(repositoryRoot, "contrib/scaffold/oml2-server.rb");
    const description = readFileSync(path, "utf8");
    // Without a version oml2-scaffold aborts.
    assert.match(description, /^ {2}app\.version\(\d+, \d+, \d+\)$/m);
    const described = description
      .matchAll(/defMetric\('(\w+)', :(\w+)\)/g);
    const fields = [...described].map(([, name, type]) => `${name}:${type}`);
    assert.equal(fields.join(" "), reported);
  }));
