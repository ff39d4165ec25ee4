import assert from "node:assert/strict";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { removeLeftovers } from "../../../cli/view/leftovers.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { TestView } from "../../_support/test_view.ts";

const root = makeTempDir();
after(() => removeTempDir(root));

/** Makes a directory look as if it had not been used for ten minutes. */
function age(path: string): void {
  const past = Date.now() / 1000 - 600;
  utimesSync(path, past, past);
}

test("Old directories that no view uses are removed, and nothing else", async () => {
  const capture = join(root, "a.oml");
  writeFileSync(capture, headers({ domain: "a" }) + numbered(0, 3));
  await using view = await TestView.start([capture]);
  const parent = view.temporary;
  const [used] = readdirSync(parent);
  for (const name of ["oml2-view-old", "oml2-view-new", "other"]) {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, "a.sq3"), "");
  }
  for (const name of [used, "oml2-view-old", "other"]) age(join(parent, name));
  removeLeftovers(parent);
  assert.deepEqual(
    readdirSync(parent).sort(),
    [used, "oml2-view-new", "other"].sort(),
  );
  assert.equal(await view.rows("a", "app_m"), 3);
});

test("A directory that does not exist has no leftovers", () => {
  removeLeftovers(join(root, "missing"));
});
