import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { cleanEnv } from "../_support/clean_env.ts";
import {
  oml2Command,
  repositoryRoot,
  serverCommand,
} from "../_support/runtime_command.ts";
import {
  type ServerProcess,
  startProgram,
} from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { onDeno } from "../_support/this_runtime.ts";
import { waitFor } from "../_support/wait_for.ts";

const isDeno = onDeno && process.env.OML2_COMMAND === undefined;

/** The addresses on which Deno and Node open their debugger. */
const PORT = 9229;

const SIGNALS = 200;

/** The debugger's answer, which any user of the machine could get. */
function ask(): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = createConnection({ host: "127.0.0.1", port: PORT });
    socket.setEncoding("utf8").on("data", (text: string) => heard += text);
    socket.on("error", () => undefined).on("close", () => resolve(heard));
    socket.write("GET /json HTTP/1.0\r\nHost: localhost\r\n\r\n");
  });
}

/**
 * Polls the debugger's ports while signals are sent; returns the answers of
 * `pid`.
 */
async function answersOf(pid: number): Promise<string[]> {
  const answers: string[] = [];
  const sending = { over: false };
  const asking = (async () => {
    while (!sending.over) answers.push(await ask());
  })();
  for (let i = 0; i < SIGNALS; i++) {
    process.kill(pid, "SIGUSR1");
    await delay(5);
  }
  sending.over = true;
  await asking;
  // The debugger of another program may be open there.
  return answers.filter((answer) => answer.includes(`[pid: ${pid}]`));
}

/** Deno handles the signal only from half a second after its start. */
async function untilDenoHeeds(program: ServerProcess): Promise<void> {
  if (!isDeno) return;
  await waitFor("Deno's try to open its debugger", () => {
    process.kill(program.pid, "SIGUSR1");
    return /inspector|Debugger/.test(program.stderr());
  });
}

const programs: readonly (readonly [string, (root: string) => string[]])[] = [
  ["server", (root) => [...serverCommand(), "-l0", "-D", root]],
  ["proxy", (root) => [
    ...[...oml2Command(), "proxy", "-l0", "-c0", "--logfile=-", "--resultfile"],
    join(root, "r"),
  ]],
  ...(isDeno
    ? [
      ["server with few permissions", (root: string) => [
        ...[
          process.execPath,
          "run",
          "--no-check",
          "--no-prompt",
          "--allow-net",
        ],
        ...[`--allow-read=${root},${repositoryRoot}`, `--allow-write=${root}`],
        ...["main.ts", "server", "-l0", "-D", root],
      ]] as const,
    ]
    : []),
];

for (const [name, command] of programs) {
  test(`${SIGNALS} SIGUSR1 signals open no debugger of the ${name}`, async () => {
    const root = makeTempDir();
    const program = await startProgram(command(root));
    try {
      await untilDenoHeeds(program);
      assert.deepEqual(await answersOf(program.pid), []);
      assert.doesNotMatch(program.stderr(), /Debugger listening/);
      assert.equal(await program.stop(), 0);
    } finally {
      await program.stop();
      removeTempDir(root);
    }
  });
}

test("Deno's message about the signal does not hide the log in a file", async () => {
  const root = makeTempDir();
  const path = join(root, "log");
  const command = [...serverCommand(), "-l0", "-D", root];
  const server = spawn("sh", ["-c", `exec "$@" 2>${path}`, "sh", ...command], {
    cwd: repositoryRoot,
    env: cleanEnv(),
    stdio: "ignore",
  });
  const { pid } = server;
  assert.ok(pid !== undefined);
  const log = () => existsSync(path) ? readFileSync(path, "utf8") : "";
  try {
    await waitFor("a server", () => log().includes("listening"), 30_000);
    const before = log();
    await waitFor("the signal's traces", () => {
      process.kill(pid, "SIGUSR1");
      return /memory/.test(log()) && (!isDeno || /inspector/.test(log()));
    });
    assert.ok(log().startsWith(before), log());
  } finally {
    server.kill("SIGKILL");
    removeTempDir(root);
  }
});

test("A server without permission to keep the debugger closed logs that", {
  skip: !isDeno && "needs Deno with its own permissions",
}, async () => {
  const root = makeTempDir();
  const program = await startProgram([
    ...[process.execPath, "run", "--no-check", "--no-prompt"],
    ...[`--allow-read=${root},${repositoryRoot}`, `--allow-write=${root}`],
    ...["--allow-net=[::]:0", "main.ts", "server", "-l0", "-D", root],
  ]);
  try {
    assert.match(program.stderr(), /WARNING never send SIGUSR1: .*:9229/);
  } finally {
    await program.stop();
    removeTempDir(root);
  }
});
