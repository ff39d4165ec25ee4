import assert from "node:assert/strict";
import { test } from "node:test";
import { HookObserver } from "../../../server/hooks/hook_observer.ts";

test("A hook gets the events of databases, in order, but none of clients", () => {
  const lines: string[] = [];
  const observer = new HookObserver((line) => lines.push(line));
  observer.clientConnected();
  observer.databaseOpened("file:/a.sq3", true);
  observer.clientReady();
  observer.clientDisconnected();
  observer.databaseClosed("file:/a.sq3");
  observer.databaseOpened("file:/a.sq3", false);
  assert.deepEqual(lines, [
    "DBCREATED file:/a.sq3\n",
    "DBCLOSED file:/a.sq3\n",
    "DBOPENED file:/a.sq3\n",
  ]);
});
