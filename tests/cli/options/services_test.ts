import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { servicePort } from "../../../cli/options/services.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

const list = join(directory, "services");
writeFileSync(
  list,
  "# Network services\n" +
    "domain\t\t53/udp\n" +
    "http\t\t80/tcp\twww web # WorldWideWeb\n" +
    "postgresql   5432/tcp  postgres\n" +
    "#oml\t3003/tcp\n\n",
);

test("A service is found by its name and its aliases", () => {
  for (const name of ["http", "www", "web"]) {
    assert.equal(servicePort(name, list), 80, name);
  }
  assert.equal(servicePort("postgresql", list), 5432);
});

test("Unknown services, those without TCP, and comments are not found", () => {
  for (const name of ["domain", "oml", "#oml", "WorldWideWeb", ""]) {
    assert.equal(servicePort(name, list), undefined, name);
  }
});

test("A service list that can't be read is an error", () => {
  assert.throws(() => servicePort("http", join(directory, "none")), /ENOENT/);
});
