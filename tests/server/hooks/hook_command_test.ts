import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseLine, isBanner } from "../../../server/hooks/hook_command.ts";

test("databaseLine() is one line: the command, a blank, the URI", () => {
  assert.equal(
    databaseLine("DBCLOSED", "file:/data/a%20b.sq3"),
    "DBCLOSED file:/data/a%20b.sq3\n",
  );
});

test("databaseLine() escapes URIs that would forge a second command", () => {
  assert.equal(
    databaseLine("DBOPENED", "file:/x\nEXIT\r\t\x00 \x7f"),
    "DBOPENED file:/x%0AEXIT%0D%09%00%20%7F\n",
  );
});

test("isBanner() accepts the banner, followed by anything", () => {
  assert.equal(isBanner("OML HOOK READY"), true);
  assert.equal(isBanner("OML HOOK READY\n"), true);
  assert.equal(isBanner("OML HOOK READY, version 2\nmore"), true);
});

test("isBanner() waits for the rest of a banner", () => {
  assert.equal(isBanner(""), undefined);
  assert.equal(isBanner("OML HOO"), undefined);
});

test("isBanner() rejects any other text", () => {
  assert.equal(isBanner("hello"), false);
  assert.equal(isBanner("\nOML HOOK READY\n"), false);
  assert.equal(isBanner("oml hook ready\n"), false);
});
