import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FileDestination } from "../../client/file_destination.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";
import { makeClient } from "./_support/make_client.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
let directory: string;
test.beforeEach(() => directory = makeTempDir());
test.afterEach(() => removeTempDir(directory));

test("FileDestination appends, and is fresh until something is written", async () => {
  const path = join(directory, "a.oml");
  const destination = new FileDestination("file", path);
  const first = await destination.open();
  assert.equal(first.fresh, true);
  first.close();
  await first.closed;
  const second = await destination.open();
  assert.equal(second.fresh, true);
  await second.write(bytes("one\n"));
  await second.end();
  await second.closed;
  second.close();
  const third = await destination.open();
  assert.equal(third.fresh, false);
  await third.write(bytes("two\n"));
  await third.end();
  assert.equal(readFileSync(path, "utf8"), "one\ntwo\n");
});

test("A client's file has what the client would send", async () => {
  const path = join(directory, "a.oml");
  for (const n of [1, 2]) {
    const client = makeClient(`file:${path}`);
    const point = client.define("m", "n:int32");
    point.inject(n);
    await client.flush();
    assert.match(readFileSync(path, "utf8"), new RegExp(`\t1\t${n}\n$`));
    point.inject(n);
    await client.close();
  }
  const session = (n: number) =>
    "protocol: 5\ndomain: demo\nstart-time: 1000\nsender-id: node-1\n" +
    "app-name: app\nschema: 0 _experiment_metadata subject:string key:string " +
    "value:string\nschema: 1 app_m n:int32\ncontent: text\n\n" +
    `0.5\t1\t1\t${n}\n0.5\t1\t2\t${n}\n`;
  assert.equal(readFileSync(path, "utf8"), session(1) + session(2));
});

test("A file that cannot be written is retried", async () => {
  const failures: string[] = [];
  const path = join(directory, "later", "a.oml");
  const client = makeClient(`file:${path}`, {
    observer: { failed: (error) => failures.push(error.message) },
  });
  client.define("m", "n:int32").inject(1);
  await waitFor("the first failure", () => client.state === "waiting");
  assert.match(failures.join(), /^Cannot send to file:.*: .*(ENOENT|No such)/);
  mkdirSync(join(directory, "later"));
  await client.close();
  assert.match(readFileSync(path, "utf8"), /^protocol: 5\n[^]*\t1\t1\t1\n$/);
});
