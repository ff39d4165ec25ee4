import assert from "node:assert/strict";
import { test } from "node:test";
import { startHook } from "../../../server/hooks/hook.ts";
import { Observers } from "../../../server/observer.ts";
import { GOOD_HOOK, HookScript } from "../../_support/hook_script.ts";
import { MemoryLog } from "../../_support/memory_log.ts";

test("A hook gets the events of its observers", async () => {
  using script = new HookScript(GOOD_HOOK);
  const hook = startHook(script.path, new MemoryLog());
  assert.ok(hook);
  new Observers(hook.observers).databaseOpened("file:/a.sq3", true);
  await hook.stop(5_000);
  assert.deepEqual(script.told(), ["DBCREATED file:/a.sq3", "EXIT "]);
});

test("A program with an invalid name is logged", () => {
  const log = new MemoryLog();
  // No runtime starts a program with such a name.
  assert.equal(startHook("no\0hook", log), undefined);
  assert.match(log.of("warn")[0], /^warn: Event hook no.*cannot be started/);
});
