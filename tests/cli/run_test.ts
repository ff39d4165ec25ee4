import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, test } from "node:test";
import { isInstalled } from "../_support/is_installed.ts";
import { runOml2 } from "../_support/run_command.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

test("oml2 --version and oml2 --help print to stdout and exit with 0", async () => {
  const version = await runOml2("--version");
  assert.deepEqual([version.status, version.stderr], [0, ""]);
  assert.match(version.stdout, /^oml2 \d+\.\d+\.\d+\n/);
  const help = await runOml2("--help");
  assert.deepEqual([help.status, help.stderr], [0, ""]);
  assert.match(help.stdout, /Commands:\n +server /);
});

test("oml2 server --version, --help and --usage print to stdout and exit with 0", async () => {
  for (const flag of ["-v", "-?", "--usage"]) {
    const { status, stdout, stderr } = await runOml2("server", flag);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /oml2-server/);
  }
});

test("oml2 without a command, or with an unknown one, lists the commands", async () => {
  for (const args of [[], ["serve"]]) {
    const { status, stdout, stderr } = await runOml2(...args);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^oml2: no command[^\n]*server[^\n]*--help\n$/);
  }
});

test("oml2 man prints a complete page", async () => {
  const page = await runOml2("man", "server");
  assert.deepEqual([page.status, page.stderr], [0, ""]);
  assert.match(page.stdout, /^\.TH OML2\\-SERVER 1 /);
  assert.match(page.stdout, /\n\.SH SEE ALSO\n.*\n$/s);
});

for (const shell of ["bash", "zsh", "fish"]) {
  const skip = !isInstalled(shell) && `${shell} is not installed`;
  test(
    `oml2 completions ${shell} prints a script of ${shell}`,
    { skip },
    async () => {
      const { status, stdout, stderr } = await runOml2("completions", shell);
      assert.deepEqual([status, stderr], [0, ""]);
      assert.match(stdout, /oml2-proxy-server/);
      const path = join(directory, shell);
      writeFileSync(path, stdout);
      const read = spawnSync(shell, ["-n", path]);
      assert.deepEqual([read.status, String(read.stderr)], [0, ""]);
    },
  );
}

test("An unknown page or shell is rejected with a list of the valid ones", async () => {
  for (const [command, name] of [["man", "proxy"], ["completions", "zsh"]]) {
    const { status, stdout, stderr } = await runOml2(command, "mine");
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, new RegExp(`^oml2 ${command}: "mine" .*${name}`));
  }
});

test(
  "Without the permission to read the sources, Deno's server says how to give it",
  { skip: !process.versions.deno && "only on Deno" },
  () => {
    const main = join(repositoryRoot, "main.ts");
    const { status, stderr } = spawnSync(
      process.execPath,
      ["run", `--allow-read=${directory}`, "--allow-env", main, "server"],
      { encoding: "utf8" },
    );
    assert.equal(status, 1, stderr);
    assert.match(
      stderr,
      /^oml2-server: Deno may not read \S+server\.ts; add [^\n]+ to --allow-read/m,
    );
  },
);
