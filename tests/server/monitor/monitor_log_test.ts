import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { monitorLog } from "../../../server/monitor/monitor_log.ts";
import type { Log } from "../../../shared/log.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const options = { noop: false, content: "text" } as const;

function sayAll(log: Log): void {
  log.error("an {what}", { what: "error" });
  log.warn("a {what}", { what: "warning" });
  log.info("some {what}", { what: "news" });
  log.debug("a {what}", { what: "detail" });
}

test("monitorLog uses the server's log, without details", () => {
  const log = new MemoryLog();
  sayAll(monitorLog(options, log));
  assert.deepEqual(log.lines, [
    "error: an error",
    "warn: a warning",
    "info: some news",
  ]);
});

test("monitorLog has liboml2's levels", () => {
  for (const [logLevel, count] of [[-2, 1], [-1, 2], [0, 3], [1, 4], [4, 4]]) {
    const log = new MemoryLog();
    sayAll(monitorLog({ ...options, logLevel }, log));
    assert.equal(log.lines.length, count, `level ${logLevel}`);
  }
});

test("monitorLog can have a file of its own", () => {
  const directory = makeTempDir();
  try {
    const logFile = join(directory, "oml.log");
    const serverLog = new MemoryLog();
    const log = monitorLog({ ...options, logFile }, serverLog);
    log.warn("a {what}", { what: "line\nbreak" });
    log.info("news");
    assert.match(
      readFileSync(logFile, "utf8"),
      /^\d{4}-.*Z WARN a line\\x0abreak\n\d{4}-.*Z INFO news\n$/,
    );
    assert.deepEqual(serverLog.lines, []);
  } finally {
    removeTempDir(directory);
  }
});

test("monitorLog falls back to the server's log if its file can't be written", () => {
  const serverLog = new MemoryLog();
  const log = monitorLog({ ...options, logFile: "/proc/none/x" }, serverLog);
  log.error("trouble");
  assert.equal(serverLog.lines.length, 1);
  assert.match(
    serverLog.lines[0],
    /^warn: trouble \(--oml-log-file can't be written: /,
  );
});
