import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { codeBlocks } from "../../tools/checks/code_blocks.ts";
import { runOml2 } from "../_support/run_command.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";

test("docs/tls.md makes certificates with which a client and a server trust each other", async () => {
  const text = readFileSync(join(repositoryRoot, "docs/tls.md"), "utf8");
  const [{ code }] = codeBlocks("docs/tls.md", text)
    .filter(({ language }) => language === "sh");
  const directory = makeTempDir();
  try {
    execFileSync("bash", ["-eu", "-c", code], {
      ...{ cwd: directory, stdio: "pipe" },
    });
    const path = (name: string) => join(directory, name);
    await using server = await TestServer.start(
      ...["--tls-cert", path("server.pem"), "--tls-key", path("server.key")],
      ...["--tls-client-ca", path("ca.pem"), "--tls-require-client-cert"],
    );
    const { status, stderr } = await runOml2(
      ...["load", `tls:localhost:${server.process.port}`, "--tuples", "100"],
      ...["--domain", "a", "--tls-ca", path("ca.pem")],
      ...["--tls-cert", path("node1.pem"), "--tls-key", path("node1.key")],
    );
    assert.equal(status, 0, stderr);
    await server.sees(100, "a-0", "load_lin");
  } finally {
    removeTempDir(directory);
  }
});
