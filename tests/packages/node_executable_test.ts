import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isInstalled } from "../_support/is_installed.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { built, notBuilt } from "./_support/dist.ts";
import { proxiesGolden, storesGolden } from "./_support/golden.ts";

/** The system's libraries that it needs, from the documentation. */
const LIBRARIES = [
  "libatomic",
  "libc",
  "libdl",
  "libgcc_s",
  "libm",
  "libpthread",
  "libstdc++",
];

/** Lends a copy of the executable, alone in a directory, with another name. */
async function withCopy(
  name: string,
  use: (path: string) => Promise<void> | void,
): Promise<void> {
  const directory = makeTempDir();
  try {
    copyFileSync(join(built("node"), name), join(directory, name));
    await use(join(directory, name));
  } finally {
    removeTempDir(directory);
  }
}

/** A command without any environment variables. */
function bare(path: string): string[] {
  return ["env", "-i", path];
}

test("The executable alone, without an environment, stores a golden stream", {
  skip: notBuilt,
}, () => withCopy("oml2-server", (server) => storesGolden(bare(server))));

test(
  "The executable is a proxy if its name says so, without an environment",
  { skip: notBuilt },
  () =>
    withCopy(
      "oml2-proxy-server",
      (proxy) =>
        proxiesGolden(
          bare(join(built("node"), "oml2-server")),
          bare(proxy),
        ),
    ),
);

for (const name of ["oml2", "oml2-server", "oml2-proxy-server"]) {
  test(
    `A link ${name} to the executable runs that program`,
    { skip: notBuilt },
    () => {
      const path = join(built("node"), name);
      const { stdout, status } = spawnSync(path, ["--version"], {
        encoding: "utf8",
      });
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n`));
    },
  );
}

test("NODE_OPTIONS of another program do not affect the executable", {
  skip: notBuilt,
}, () => {
  const { stderr, status } = spawnSync(
    join(built("node"), "oml2"),
    ["--version"],
    { env: { NODE_OPTIONS: "--require=/nowhere.js" }, encoding: "utf8" },
  );
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
});

test(
  "The executable is as small as the documentation says",
  { skip: notBuilt },
  () => {
    const { size } = statSync(join(built("node"), "oml2"));
    assert.ok(size < 125e6, `it has ${size} bytes`);
  },
);

test("The executable needs the C and C++ libraries, and no others", {
  skip: notBuilt || (!isInstalled("ldd") && "ldd(1) is missing"),
}, () => {
  const path = join(built("node"), "oml2");
  const { stdout } = spawnSync("ldd", [path], { encoding: "utf8" });
  const needed = [...stdout.matchAll(/^\s*(\S+?)\.so\S* => /gm)];
  assert.deepEqual(needed.map(([, name]) => name).sort(), LIBRARIES);
});
