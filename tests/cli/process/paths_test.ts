import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import {
  statusSocket,
  unsavedDirectories,
} from "../../../cli/process/paths.ts";
import { useOwnEnv } from "../../_support/own_env.ts";

useOwnEnv({ XDG_RUNTIME_DIR: "/run/user/7", TMPDIR: "/var/tmp" });

test("The status socket is in the data directory", () => {
  const path = statusSocket({ directory: "/srv/oml", port: 3003 });
  assert.equal(path, "/srv/oml/.oml2.sock");
});

test("Without a data directory the status socket is in the user's directory, named by the port", () => {
  const owner = { directory: undefined, port: 3003 };
  assert.equal(statusSocket(owner), "/run/user/7/oml2-server-3003.sock");
  delete process.env.XDG_RUNTIME_DIR;
  assert.equal(statusSocket(owner), "/var/tmp/oml2-server-3003.sock");
});

test("A path that is too long for the system is replaced, differently for each directory", () => {
  const long = (end: string) =>
    statusSocket({ directory: `/${"é".repeat(50)}${end}`, port: 3003 });
  assert.match(long("1"), /^\/run\/user\/7\/oml2-server-[0-9a-f]{16}\.sock$/);
  assert.notEqual(long("1"), long("2"));
  assert.equal(long("1"), long("1"));
  const longest = `/${"x".repeat(95)}`;
  assert.equal(
    statusSocket({ directory: longest, port: 1 }),
    `${longest}/.oml2.sock`,
  );
  assert.match(statusSocket({ directory: `${longest}x`, port: 1 }), /^\/run/);
});

test("Unsaved data goes to the data directory, else to the log's, else elsewhere", () => {
  assert.deepEqual(unsavedDirectories("/srv/oml", "/var/log/oml2"), [
    "/srv/oml",
    "/var/tmp",
  ]);
  assert.deepEqual(unsavedDirectories(undefined, "/var/log/oml2"), [
    "/var/log",
    "/var/tmp",
  ]);
  assert.deepEqual(unsavedDirectories(undefined, "-"), [".", "/var/tmp"]);
});
