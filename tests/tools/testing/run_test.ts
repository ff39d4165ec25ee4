import assert from "node:assert/strict";
import { test } from "node:test";
import { isInstalled } from "../../_support/is_installed.ts";
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
