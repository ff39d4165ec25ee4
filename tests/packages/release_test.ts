import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { packages } from "../../tools/build/licenses.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { built, notBuilt } from "./_support/dist.ts";
import { storesGolden } from "./_support/golden.ts";

const skip = notBuilt;

test(
  "Each file of a release has a checksum, which is correct",
  { skip },
  () => {
    const sums = built("SHA256SUMS");
    const cwd = dirname(sums);
    const listed = readFileSync(sums, "utf8").trimEnd().split("\n")
      .map((line) => line.split("  ")[1]);
    const files = readdirSync(cwd, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "SHA256SUMS")
      .map(({ name }) => name);
    assert.deepEqual(listed.sort(), files.sort());
    const check = spawnSync("sha256sum", ["--check", "--quiet", sums], { cwd });
    assert.equal(check.status, 0);
  },
);

test(
  "The tarball, unpacked anywhere, is a server with its documents",
  { skip },
  async () => {
    const directory = makeTempDir();
    try {
      const file = built(/\.tar\.gz$/);
      const options = ["--strip-components=1", "-C", directory, "-xzf", file];
      assert.equal(spawnSync("tar", options).status, 0);
      const path = (name: string) => join(directory, name);
      await storesGolden(["env", "-i", path("bin/oml2-server")]);
      for (
        const name of [
          "lib/systemd/system/oml2-server.service",
          "lib/systemd/system/oml2-proxy-server.service",
          "share/man/man1/oml2-server.1.gz",
          "share/man/man1/oml2-proxy-server.1.gz",
          "share/man/man1/oml2-ls.1.gz",
          "share/man/man1/oml2-view.1.gz",
          "share/man/man1/oml2-views.1.gz",
          "share/man/man1/oml2-report.1.gz",
          "share/oml2/oml2-server-hook.sh",
          "share/oml2/haproxy.conf",
          "share/oml2/haproxy-by-domain.conf",
          "share/oml2/oml2-server.rb",
          "share/doc/oml2-ts/copyright",
          "share/doc/oml2-ts/docs/storage.md",
        ]
      ) assert.ok(existsSync(path(name)), name);
      const licenses = path("share/doc/oml2-ts/THIRD-PARTY-LICENSES");
      const text = readFileSync(licenses, "utf8");
      for (const name of ["Node.js", ...packages()]) {
        assert.match(text, new RegExp(`^${name}\n-+\n\n\\S`, "m"));
      }
    } finally {
      removeTempDir(directory);
    }
  },
);

test("The bill of materials names each included package, and Node", {
  skip,
}, () => {
  const bill = JSON.parse(readFileSync(built(/\.cdx\.json$/), "utf8"));
  assert.equal(bill.bomFormat, "CycloneDX");
  assert.equal(bill.metadata.component.name, "oml2-ts");
  const names = bill.components.map(({ name }: { name: string }) => name);
  assert.deepEqual(names.sort(), [...packages(), "node"].sort());
  for (const { name, version, licenses } of bill.components) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.equal(licenses.length, 1, name);
  }
});
