import assert from "node:assert/strict";
import { test } from "node:test";
import { IdleWarning } from "../../server/idle_warning.ts";
import { MemoryLog } from "../_support/memory_log.ts";

const client = {
  host: "192.0.2.7",
  port: 4711,
  domain: "exp",
  senderId: "node",
  appName: "app",
  resumes: false,
};

test("IdleWarning names -t 0, once for each application", () => {
  const log = new MemoryLog();
  const warning = new IdleWarning(60, log);
  warning.clientDisconnected(client, "idle");
  warning.clientDisconnected({ ...client, senderId: "other" }, "idle");
  warning.clientDisconnected({ ...client, appName: "second" }, "idle");
  const [first, second, ...others] = log.of("warn");
  assert.match(
    first,
    /^warn: exp:node:app: closed after 60 s without .* -t 0/,
  );
  assert.match(second, /^warn: exp:node:second: /);
  assert.deepEqual(others, []);
});

test("IdleWarning ignores other endings, and clients that lose nothing", () => {
  const log = new MemoryLog();
  const warning = new IdleWarning(60, log);
  warning.clientDisconnected(client, "end");
  warning.clientDisconnected({ ...client, resumes: true }, "idle");
  warning.clientDisconnected({ ...client, domain: "", appName: "" }, "idle");
  assert.deepEqual(log.of("warn"), []);
});

test("IdleWarning remembers at most a hundred applications", () => {
  const log = new MemoryLog();
  const warning = new IdleWarning(60, log);
  for (let i = 0; i < 200; i++) {
    warning.clientDisconnected({ ...client, appName: `app${i}` }, "idle");
  }
  assert.equal(log.of("warn").length, 100);
});
