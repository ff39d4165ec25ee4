import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { bin } from "../../tools/install.mjs";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { built, notBuilt } from "./_support/dist.ts";
import { proxiesGolden, storesGolden } from "./_support/golden.ts";

const skip = notBuilt;
const directory = makeTempDir();
const PATH = [bin, process.env.PATH].join(delimiter);

/**
 * Runs a program in the directory of the installed package; returns its output.
 */
function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: directory,
    env: { ...process.env, PATH },
    encoding: "utf8",
  });
  assert.equal(status, 0, error?.message ?? stdout + stderr);
  return stdout;
}

/** The command of an installed program, with a recent enough Node. */
function installed(name: string): string[] {
  return ["env", `PATH=${PATH}`, join(directory, "node_modules/.bin", name)];
}

before(() => {
  if (skip) return;
  const options = ["--prefer-offline", "--no-audit", "--no-fund"];
  run("npm", "install", ...options, built(/^oml2-ts-[\d.]+\.tgz$/));
});

after(() => removeTempDir(directory));

for (const name of ["oml2", "oml2-server", "oml2-proxy-server"]) {
  test(`npm installs ${name}`, { skip }, () => {
    const [program, ...args] = installed(name);
    assert.match(run(program, ...args, "--version"), new RegExp(`^${name} `));
  });
}

test(
  "The installed server stores a golden stream",
  { skip },
  () => storesGolden(installed("oml2-server")),
);

test(
  "The installed proxy forwards a golden stream",
  { skip },
  () => proxiesGolden(installed("oml2-server"), installed("oml2-proxy-server")),
);

test("The installed library decodes, and includes the client", { skip }, () => {
  writeFileSync(
    join(directory, "use.mjs"),
    `import { decodeStream } from "oml2-ts";
     import { createClient } from "oml2-ts/client/node";
     console.log(typeof decodeStream, typeof createClient);`,
  );
  assert.equal(run("node", "use.mjs"), "function function\n");
});

test(
  "The types of the installed library are found and correct",
  { skip },
  () => {
    writeFileSync(
      join(directory, "use.ts"),
      `import { decodeStream } from "oml2-ts";
     import { createClient } from "oml2-ts/client/node";
     export const decode: typeof decodeStream = decodeStream;
     // @ts-expect-error: no such option
     createClient({ nonsense: 1 });`,
    );
    const options = [
      "--ignoreConfig",
      "--noEmit",
      "--strict",
      "--skipLibCheck",
    ];
    run("tsc", ...options, "--module", "nodenext", "use.ts");
  },
);
