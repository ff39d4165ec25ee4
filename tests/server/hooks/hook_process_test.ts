import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { HookProcess } from "../../../server/hooks/hook_process.ts";
import { GOOD_HOOK, HookScript } from "../../_support/hook_script.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { isRunning } from "../../_support/process_state.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { within } from "../../_support/within.ts";

/** A hook that runs a script, and the server's log about it. */
class TestHook implements AsyncDisposable {
  readonly script: HookScript;
  readonly process: HookProcess;
  readonly log = new MemoryLog();

  constructor(body: string, { mode = 0o755, bannerMs = 5_000 } = {}) {
    this.script = new HookScript(body, mode);
    const { script: { path: program }, log } = this;
    this.process = new HookProcess({ program, log, bannerMs });
  }

  /** Waits for a warning, and checks that it is the only one. */
  async warns(what: RegExp): Promise<void> {
    await waitFor("a warning", () => this.log.of("warn").length > 0);
    const [warning, ...others] = this.log.of("warn");
    assert.match(warning, what);
    assert.deepEqual(others, []);
    assert.ok(warning.includes("my hook"), warning);
  }

  /** Waits until its process has exited. */
  async leaves(): Promise<void> {
    const pid = await this.script.pid();
    await waitFor("the hook to leave", () => !isRunning(pid));
  }

  /** Stops it; returns the time that took, in ms. */
  async stop(graceMs: number): Promise<number> {
    const began = performance.now();
    const stopped = this.process.stop(graceMs);
    await within(stopped, 10_000, "stop() takes more than 10 s");
    return performance.now() - began;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.stop(0);
    this.script[Symbol.dispose]();
  }
}

test("A hook gets the events sent before and after its banner, then EXIT", async () => {
  await using hook = new TestHook(GOOD_HOOK);
  hook.process.send("DBCREATED file:/a\n");
  await waitFor("its banner", () => hook.log.of("info").length > 0);
  hook.process.send("DBCLOSED file:/a\n");
  await hook.stop(5_000);
  const told = ["DBCREATED file:/a", "DBCLOSED file:/a", "EXIT "];
  assert.deepEqual(hook.script.told(), told);
  assert.deepEqual(hook.log.of("warn"), []);
  await hook.leaves();
});

test("A hook that is stopped at once still gets all events", async () => {
  await using hook = new TestHook(GOOD_HOOK);
  hook.process.send("DBCREATED file:/a\n");
  await hook.stop(5_000);
  assert.deepEqual(hook.script.told(), ["DBCREATED file:/a", "EXIT "]);
});

test("A banner may arrive in parts and without a newline", async () => {
  await using hook = new TestHook(
    `printf 'OML HO'; sleep 0.1; printf 'OK READY'; cat >"$told"`,
  );
  hook.process.send("DBOPENED file:/a\n");
  assert.deepEqual(await hook.script.tells(1), ["DBOPENED file:/a"]);
});

test("A hook without a banner gets no events and is stopped", async () => {
  await using hook = new TestHook(`cat >"$told"`, { bannerMs: 300 });
  hook.process.send("DBOPENED file:/a\n");
  await hook.warns(
    /did not print "OML HOOK READY" within 300 ms; continuing without/,
  );
  await hook.leaves();
  hook.process.send("DBCLOSED file:/a\n");
  assert.deepEqual(hook.script.told(), []);
});

test("A hook with another banner is stopped at once", async () => {
  await using hook = new TestHook(`printf 'HELLO\\033[2J\\n'; cat >"$told"`);
  await hook.warns(/printed "HELLO\\x1b\[2J" instead of "OML HOOK READY"/);
  await hook.leaves();
});

test("A rejected hook that ignores SIGTERM is killed", async () => {
  await using hook = new TestHook(`trap '' TERM
    echo HELLO
    while :; do sleep 0.05; done`);
  await hook.warns(/printed "HELLO"/);
  await hook.leaves();
});

test("A hook that exits at once is logged with its status", async () => {
  await using hook = new TestHook("exit 3");
  await hook.warns(/exited \(status 3\)/);
  hook.process.send("DBOPENED file:/a\n");
  assert.ok(await hook.stop(5_000) < 1_000, "it does not wait");
});

test("A hook that dies later is logged once, and not restarted", async () => {
  await using hook = new TestHook(`echo OML HOOK READY; read -r line
    echo "$line" >>"$told"; kill -9 $$`);
  hook.process.send("DBOPENED file:/a\n");
  await hook.warns(/exited \(SIGKILL\)/);
  for (let i = 0; i < 100; i++) hook.process.send("DBOPENED file:/b\n");
  await hook.stop(5_000);
  await hook.warns(/exited/);
  assert.deepEqual(hook.script.told(), ["DBOPENED file:/a"]);
});

test("A hook that closes its stdin is stopped", async () => {
  await using hook = new TestHook(`exec <&-; echo OML HOOK READY
    while :; do sleep 0.05; done`);
  await waitFor("its banner", () => hook.log.of("info").length > 0);
  hook.process.send("DBOPENED file:/a\n");
  await hook.warns(/does not accept events \(.*EPIPE.*\)/);
  await hook.leaves();
});

test("A program that does not exist is logged", async () => {
  const log = new MemoryLog();
  const program = "/no/such/hook";
  const hook = new HookProcess({ program, log });
  hook.send("DBOPENED file:/a\n");
  await waitFor("a warning", () => log.of("warn").length > 0);
  await within(hook.stop(60_000), 20_000, "It does not wait");
  const [warning, ...others] = log.of("warn");
  assert.match(warning, /hook \/no\/such\/hook cannot be started \(.*ENOENT/);
  assert.deepEqual(others, []);
});

test("A program that can't be executed is logged", async () => {
  await using hook = new TestHook(GOOD_HOOK, { mode: 0o644 });
  await hook.warns(/cannot be started \(.*EACCES/);
});

test("A hook that stops reading misses events, is logged, and continues", async () => {
  await using hook = new TestHook(`echo OML HOOK READY
    while ! [ -e "$0.go" ]; do sleep 0.02; done
    while read -r line; do
      echo "$line" >>"$told"
      case $line in EXIT) exit ;; esac
    done`);
  const sent = 20_000;
  const line = (i: number) => `DBOPENED file:/${`${i}`.padStart(40, "x")}\n`;
  for (let i = 0; i < sent; i++) hook.process.send(line(i));
  await hook.warns(/does not read its events/);
  hook.script.touch(".go");
  // Events are sent again once it has caught up.
  let more = 0;
  await waitFor("a line that is not dropped", () => {
    hook.process.send(`DBCLOSED file:/${more++}\n`);
    return hook.log.of("warn").length === 2;
  });
  await hook.stop(5_000);
  const told = hook.script.told();
  const missed = Number(/missed (\d+)/.exec(hook.log.of("warn")[1])?.[1]);
  assert.equal(told.length + missed, sent + more + 1);
  assert.deepEqual(told.at(-1), "EXIT");
  assert.equal(told.at(-2), `DBCLOSED file:/${more - 1}`);
  const kept = told.filter((line) => line.startsWith("DBOPENED"));
  assert.ok(kept.length >= 64 * 1024 / line(0).length, `${kept.length}`);
  assert.deepEqual(kept, kept.map((_, i) => line(i).trimEnd()));
});

test("A hook that never reads gets EXIT, then is killed", async () => {
  await using hook = new TestHook(`echo OML HOOK READY
    while :; do sleep 0.05; done`);
  for (let i = 0; i < 20_000; i++) {
    hook.process.send(`DBOPENED file:/${"x".repeat(40)}\n`);
  }
  await hook.stop(100);
  await hook.leaves();
});

test("A hook that prints much is not blocked", async () => {
  await using hook = new TestHook(`echo OML HOOK READY
    while read -r line; do
      yes | head -c 500000
      echo "$line" >>"$told"
      [ "$line" = EXIT ] && exit
    done`);
  hook.process.send("DBOPENED file:/a\n");
  await hook.script.tells(1);
  await hook.stop(5_000);
  assert.deepEqual(hook.script.told(), ["DBOPENED file:/a", "EXIT"]);
  assert.deepEqual(hook.log.of("warn"), []);
});

test("A hook that floods its stdout does not keep the server busy", async () => {
  await using hook = new TestHook(`yes 'OML HOOK READY' &
    while read -r line; do
      sleep 0.05
      echo "$line" >>"$told"
      if [ "$line" = EXIT ]; then kill $!; exit; fi
    done`);
  await waitFor("its banner", () => hook.log.of("info").length > 0);
  const began = performance.now();
  const before = process.threadCpuUsage();
  for (let i = 0; i < 10; i++) hook.process.send(`DBOPENED file:/${i}\n`);
  await hook.script.tells(10);
  const { user, system } = process.threadCpuUsage(before);
  const share = (user + system) / 1000 / (performance.now() - began);
  assert.ok(share < 0.4, `${share} of a processor`);
  await hook.stop(5_000);
  assert.equal(hook.script.told().length, 11);
});

test("A hook may use the grace period to exit", async () => {
  await using hook = new TestHook(`echo OML HOOK READY
    while read -r line; do
      [ "$line" = EXIT ] && sleep 0.6 && echo "all done" >>"$told"
    done`);
  await waitFor("its banner", () => hook.log.of("info").length > 0);
  const ms = await hook.stop(5_000);
  assert.ok(ms >= 500, `${ms}`);
  assert.deepEqual(hook.script.told(), ["all done"]);
  assert.deepEqual(hook.log.of("warn"), []);
});

test("A hook that does not exit gets SIGTERM, as do the programs that it runs", async () => {
  await using hook = new TestHook(`echo OML HOOK READY
    while read -r line; do
      [ "$line" = EXIT ] && sh -c 'echo $$ >>"$1"; sleep 60' sh "$told"
    done`);
  await waitFor("its banner", () => hook.log.of("info").length > 0);
  await hook.stop(300);
  await hook.warns(/did not exit within 300 ms after EXIT/);
  const [inner] = hook.script.told().map(Number);
  await waitFor("its program to leave", () => !isRunning(inner));
  await hook.leaves();
});

test("A hook that ignores SIGTERM gets SIGKILL", async () => {
  await using hook = new TestHook(`trap '' TERM; echo OML HOOK READY
    while :; do sleep 0.05; done`);
  await waitFor("its banner", () => hook.log.of("info").length > 0);
  const ms = await hook.stop(100);
  assert.ok(ms >= 500, "SIGTERM comes first");
  await hook.leaves();
});
