import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { RescueDirectories } from "../../../../server/rows/unsaved/rescue_directories.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

test("A writable directory is returned, and nothing is left in it", async () => {
  const found = new RescueDirectories([directory], new MemoryLog());
  assert.deepEqual(await found.answering(), [directory]);
  assert.deepEqual(readdirSync(directory), []);
});

test("A directory that fails at once is returned, too: writing reports the reason", async () => {
  const missing = join(directory, "missing");
  const log = new MemoryLog();
  const found = new RescueDirectories([missing, directory], log);
  assert.deepEqual(await found.answering(), [missing, directory]);
  assert.deepEqual(log.lines, []);
});

test("A directory whose disk does not answer is omitted; concurrent calls share one test", async () => {
  const log = new MemoryLog();
  const tried: string[] = [];
  const write = (path: string) => {
    tried.push(path);
    return path.startsWith("/frozen/")
      ? new Promise<void>(() => {})
      : Promise.resolve();
  };
  const directories = ["/frozen", directory];
  const options = { write, trialMs: 20 };
  const found = new RescueDirectories(directories, log, options);
  const answers = [found.answering(), found.answering()];
  assert.deepEqual(await Promise.all(answers), [[directory], [directory]]);
  assert.equal(tried.length, 2);
  assert.equal(log.lines.length, 1);
  assert.match(log.lines[0], /\/frozen: the disk does not answer/);
});

test("A directory is tested again after a while, because its disk may hang or recover", async () => {
  let disk = Promise.withResolvers<void>();
  const tried: string[] = [];
  const write = (path: string) => {
    tried.push(path);
    return path.startsWith("/proc") ? Promise.resolve() : disk.promise;
  };
  const found = new RescueDirectories(
    [directory, "/proc"],
    new MemoryLog(),
    { write, trialMs: 5, freshMs: 0 },
  );
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(await found.answering(), ["/proc"]);
  }
  assert.equal(tried.length, 1 + 3, "not again while a trial is held");
  disk.resolve();
  assert.deepEqual(await found.answering(), ["/proc"]);
  assert.deepEqual(await found.answering(), [directory, "/proc"]);
  disk = Promise.withResolvers();
  assert.deepEqual(await found.answering(), ["/proc"]);
});

test("If none answers, those on other disks than the first are preferred", async () => {
  const write = () => new Promise<void>(() => {});
  const beside = join(directory, "beside");
  const found = new RescueDirectories(
    [directory, directory, "/proc", beside],
    new MemoryLog(),
    { write, trialMs: 5 },
  );
  assert.deepEqual(await found.answering(), [
    ...["/proc", beside],
    directory,
  ]);
});
