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

test("A directory that can be written to answers, and nothing stays in it", async () => {
  const found = new RescueDirectories([directory], new MemoryLog());
  assert.deepEqual(await found.answering(), [directory]);
  assert.deepEqual(readdirSync(directory), []);
});

test("A directory that fails at once answers, too: writing will tell why", async () => {
  const missing = join(directory, "missing");
  const log = new MemoryLog();
  const found = new RescueDirectories([missing, directory], log);
  assert.deepEqual(await found.answering(), [missing, directory]);
  assert.deepEqual(log.lines, []);
});

test("A directory whose disk does not answer is left out, tried once, and told of once", async () => {
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

test("If none answers, those of another disk than the first are tried first", async () => {
  const write = () => new Promise<void>(() => {});
  const beside = join(directory, "beside");
  const found = new RescueDirectories(
    [directory, directory, "/proc", beside],
    new MemoryLog(),
    { write, trialMs: 5 },
  );
  assert.deepEqual(await found.answering(), [
    ...["/proc", beside],
    ...[directory, directory],
  ]);
});
