import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { ExportError } from "../../../export/errors.ts";
import { createFile } from "../../../export/output/file_output.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const made: string[] = [];
let directory = "";
beforeEach(() => {
  directory = makeTempDir();
  made.push(directory);
});
after(() => made.forEach(removeTempDir));

const path = (name: string) => join(directory, name);
const bytes = new TextEncoder().encode("some rows\n");

/** The message and the remedy of what `work` throws. */
async function fault(work: Promise<unknown>): Promise<[string, string?]> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof ExportError);
    return [error.message, error.hint];
  }
  assert.fail("It did not fail");
}

test("A file has its name only once it is complete", async () => {
  const file = await createFile(path("a.csv"), { replaces: false });
  await file.write(bytes);
  assert.equal(existsSync(path("a.csv")), false);
  assert.match(readdirSync(directory).join(), /^a\.csv\.\d+\.unfinished$/);
  await file.write(bytes);
  await file.finish();
  assert.deepEqual(readdirSync(directory), ["a.csv"]);
  assert.equal(readFileSync(path("a.csv"), "utf8"), "some rows\nsome rows\n");
});

test("A discarded file leaves nothing, and the file that it would replace", async () => {
  writeFileSync(path("a.csv"), "before");
  const file = await createFile(path("a.csv"), { replaces: true });
  await file.write(bytes);
  await file.discard();
  assert.deepEqual(readdirSync(directory), ["a.csv"]);
  assert.equal(readFileSync(path("a.csv"), "utf8"), "before");
});

test("An existing file is replaced only if that is wanted", async () => {
  writeFileSync(path("a.csv"), "before");
  assert.deepEqual(
    await fault(createFile(path("a.csv"), { replaces: false })),
    [
      `Cannot write ${path("a.csv")}: it exists`,
      "choose another name, or replace it with --force",
    ],
  );
  const file = await createFile(path("a.csv"), { replaces: true });
  await file.write(bytes);
  await file.finish();
  assert.equal(readFileSync(path("a.csv"), "utf8"), "some rows\n");
});

test("A file that has got the name meanwhile is kept", async () => {
  const file = await createFile(path("a.csv"), { replaces: false });
  await file.write(bytes);
  writeFileSync(path("a.csv"), "of another");
  const [message] = await fault(file.finish());
  assert.equal(message, `Cannot write ${path("a.csv")}: it exists`);
  await file.discard();
  assert.equal(readFileSync(path("a.csv"), "utf8"), "of another");
});

test("A file that can't be created or renamed is an error", async () => {
  const [message, hint] = await fault(
    createFile(path("no/a.csv"), { replaces: false }),
  );
  assert.match(message, /^Cannot write .*no.a\.csv: .*ENOENT/);
  assert.equal(hint, "create its directory first");
  const file = await createFile(path("b"), { replaces: false });
  mkdirSync(path("b"));
  const [other] = await fault(file.finish());
  assert.match(other, /^Cannot write .*b: it exists$/);
});

test("A full disk is an error that says what to do", {
  skip: !existsSync("/dev/full") && "there is no /dev/full",
}, async () => {
  const file = await createFile("/dev/full", { replaces: false });
  const [message, hint] = await fault(file.write(bytes));
  assert.match(message, /^Cannot write \/dev\/full: .*ENOSPC/);
  assert.match(hint ?? "", /^free some space/);
  await file.discard();
});

test("What is no regular file is written to, and stays", {
  skip: !existsSync("/dev/null") && "there is no /dev/null",
}, async () => {
  const file = await createFile("/dev/null", { replaces: false });
  await file.write(bytes);
  await file.finish();
  assert.ok(existsSync("/dev/null"));
});
