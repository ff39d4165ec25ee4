import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { isInstalled } from "../../_support/is_installed.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { onDeno } from "../../_support/this_runtime.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { run } from "../../../tools/testing/run.mjs";

const missing = ["sh", "pgrep"].filter((name) => !isInstalled(name));
const skip = missing.length > 0 && `${missing.join(", ")} not installed`;

test("A program's status and outputs are returned", { skip }, async () => {
  const end = await run("sh", ["-c", "echo out; exit 3"]);
  assert.deepEqual(end, {
    status: 3,
    stdout: "out\n",
    stderr: "",
    output: "out\n",
  });
});

test(
  "A program goes on after a process that hangs is killed",
  { skip },
  async () => {
    const end = await run("sh", ["-c", "sleep 60; echo after"], {
      silenceMs: 500,
    });
    assert.equal(end.status, 0);
    assert.match(
      end.output,
      /No output for 0.5 s: what it started is killed\n/,
    );
    assert.match(end.output, /after\n$/);
  },
);

test(
  "A program that hangs without any process is killed",
  { skip },
  async () => {
    const end = await run("sh", ["-c", "while :; do :; done"], {
      silenceMs: 500,
    });
    assert.equal(end.status, "SIGKILL");
    assert.match(end.output, /it is killed/);
  },
);

test("A signal reaches all programs that run", { skip }, async () => {
  const directory = makeTempDir();
  const ends = ["a", "b"].map((name) => join(directory, name));
  const shells = ends.map((end) =>
    `trap 'touch ${end}; exit' TERM; echo up; while :; do sleep 0.05; done`
  );
  const code = `import { run } from "./tools/testing/run.mjs";
for (const shell of ${JSON.stringify(shells)}) run("sh", ["-c", shell]);`;
  const how = onDeno ? ["eval"] : ["--input-type=module", "-e"];
  const child = spawn(process.execPath, [...how, code], {
    cwd: repositoryRoot,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text) => printed += text);
    await waitFor("both programs", () => printed === "up\nup\n", 30_000);
    child.kill("SIGTERM");
    await waitFor(
      "the end of both",
      () => ends.every((end) => existsSync(end)),
      30_000,
    );
  } finally {
    child.kill("SIGKILL");
    removeTempDir(directory);
  }
});
