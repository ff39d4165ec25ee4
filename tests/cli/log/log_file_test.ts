import assert from "node:assert/strict";
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { getLogger } from "@logtape/logtape";
import { LogFile } from "../../../cli/log/log_file.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
let path = "";
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "log");
});
afterEach(() => removeTempDir(directory));

const log = getLogger(["oml2", "server"]);

/** The lines logged at a level. */
function logged(level: number, work: (file: LogFile) => void): string[] {
  const file = new LogFile({ path, level, format: "text" });
  try {
    work(file);
  } finally {
    file.close();
  }
  return linesOf(path);
}

function linesOf(path: string): string[] {
  return readFileSync(path, "utf8").split("\n").slice(0, -1);
}

function logAll(): void {
  log.error("an error");
  log.warn("a warning");
  log.info("some news");
  log.debug("a detail");
}

for (const level of [1, 2, 3, 4]) {
  test(`Level ${level} writes the ${level} most urgent kinds of messages`, () => {
    const levels = logged(level, logAll).map((line) => line.split(" ")[1]);
    const all = ["ERROR", "WARNING", "INFO", "DEBUG"];
    assert.deepEqual(levels, all.slice(0, level));
  });
}

test("A line has time, level and message with its facts", () => {
  const [line] = logged(
    3,
    () => log.info("{domain}: {n} rows", { domain: "a", n: 3 }),
  );
  assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO a: 3 rows$/);
});

test("Text from a client can neither forge a line nor reach the terminal", () => {
  const evil = "x\n2030-01-01 ERROR forged\r\x1b[2J\u2028\x9b";
  const lines = logged(3, () => log.info("{evil}", { evil }));
  assert.equal(lines.length, 1);
  assert.ok(
    lines[0].endsWith(
      "x\\x0a2030-01-01 ERROR forged\\x0d\\x1b[2J\\u2028\\x9b",
    ),
    lines[0],
  );
});

test("A very long message is shortened", () => {
  const [line] = logged(3, () => log.info("{x}", { x: "y".repeat(100_000) }));
  assert.ok(line.length < 3_000, `${line.length}`);
});

test("A log is appended to", () => {
  logged(3, () => log.info("first"));
  const lines = logged(3, () => log.info("second"));
  assert.deepEqual(lines.map((line) => line.split(" ")[2]), [
    "first",
    "second",
  ]);
});

test("After close() nothing is written", () => {
  logged(3, () => {});
  log.error("too late");
  assert.equal(readFileSync(path, "utf8"), "");
});

test("A file that can't be opened is an error", () => {
  const path = join(directory, "no", "log");
  assert.throws(() => new LogFile({ path, level: 3, format: "text" }));
});

test("reopen() continues in a new file, and loses nothing", () => {
  const old = join(directory, "log.1");
  const lines = logged(3, (file) => {
    log.info("first");
    renameSync(path, old);
    log.info("second");
    file.reopen();
    log.info("third");
  });
  assert.match(linesOf(old).join(), /first.*second$/);
  assert.match(lines.join(), /^\S+ INFO third$/);
});

test("reopen() keeps the old file if it fails", () => {
  const lines = logged(3, (file) => {
    renameSync(path, join(directory, "log.1"));
    mkdirSync(path);
    assert.throws(() => file.reopen());
    rmdirSync(path);
    renameSync(join(directory, "log.1"), path);
    log.info("goes on");
  });
  assert.match(lines.join(), /INFO goes on$/);
});

test("A log that can't be written blocks nothing, and counts the loss later", () => {
  const target = join(directory, "target");
  symlinkSync("/dev/full", path);
  const file = new LogFile({ path, level: 3, format: "text" });
  log.info("lost");
  log.info("lost, too");
  rmSync(path);
  symlinkSync(target, path);
  file.reopen();
  log.info("back");
  file.close();
  const [loss, back] = linesOf(target);
  assert.match(loss, / WARNING 2 lines of this log could not be written$/);
  assert.match(back, / INFO back$/);
});
