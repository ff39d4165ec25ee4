import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { CertificateDomains } from "../../access/certificate_domains.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

let directory: string;
let path: string;
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "domains");
});
afterEach(() => removeTempDir(directory));

function rules(text: string): CertificateDomains {
  writeFileSync(path, text);
  return new CertificateDomains(path);
}

test("Each name of a certificate may write to the domains of its lines", () => {
  const domains = rules(`
# The nodes of the lab.
node1.lab   lab-* shared   # and the common one
"Bench 2"   bench
*.lab       common
- old-*
`);
  for (
    const [names, domain, isAllowed] of [
      [["node1", "node1.lab"], "lab-7", true],
      [["node1.lab"], "shared", true],
      [["node1.lab"], "common", true],
      [["node2.lab"], "common", true],
      [["node2.lab"], "lab-7", false],
      [["Bench 2"], "bench", true],
      [["-"], "old-1", true],
      [[], "old-1", true],
      [[], "common", false],
    ] as const
  ) {
    assert.equal(
      domains.allows(names, domain),
      isAllowed,
      `${names} ${domain}`,
    );
  }
});

test("A faulty line is named, and a reload keeps the rules before it", () => {
  const domains = rules("a b\n");
  writeFileSync(path, "a c\nlonely\n");
  assert.throws(() => domains.reload(), {
    name: "AccessOptionError",
    message: /line 2 of .*NAME PATTERN/,
  });
  assert.equal(domains.allows(["a"], "b"), true);
  writeFileSync(path, "a c\n");
  domains.reload();
  assert.equal(domains.allows(["a"], "b"), false);
});

test("A missing file is named", () => {
  assert.throws(() => new CertificateDomains(path), {
    message: /Cannot read .*domains: /,
  });
});
