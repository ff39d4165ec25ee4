import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { cleanEnv } from "../_support/clean_env.ts";
import { Random } from "../_support/random.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import type { TestServer } from "../_support/test_server.ts";
import { query } from "../_support/sqlite.ts";
import { waitFor } from "../_support/wait_for.ts";
import { NetworkHost } from "../_support/network_host.ts";
import { DEFAULT_SIZE, underAttack } from "./_support/under_attack.ts";
import { isLong, repeatWith, seed, tell } from "./_support/seed.ts";

const SECONDS = isLong ? 60 : 8;
const CLIENTS = 4;
const RATE = 500;

/** Milliseconds of a partition, and between two. */
const UNPLUGGED_MS = [300, isLong ? 5_000 : 1_500] as const;
const PLUGGED_MS = [300, 1_500] as const;

const near = NetworkHost.create();
const slow = NetworkHost.create();
after(() => {
  near?.[Symbol.dispose]();
  slow?.[Symbol.dispose]();
});

const skip = near === undefined && "this system allows no network namespaces";
const noNetem = skip ||
  slow?.impair(50, 1) !== true && "this system's tc(8) has no netem";

/** Runs `oml2` with arguments on the host; resolves with its output. */
async function onHost(
  { command }: NetworkHost,
  ...args: readonly string[]
): Promise<string> {
  const [program, ...first] = [...command, ...oml2Command()];
  const child = spawn(program, [...first, ...args], {
    cwd: repositoryRoot,
    env: cleanEnv(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => output += text);
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  assert.equal(status, 0, output);
  return output;
}

/** What `oml2 load` sends from the host, at an even rate. */
function load(host: NetworkHost, target: string): Promise<string> {
  return onHost(
    host,
    ...["load", target, "--connections", `${CLIENTS}`, "--rate", `${RATE}`],
    ...["--tuples", `${CLIENTS * RATE * SECONDS}`, "--domain", "far"],
  );
}

/** Unplugs the cable again and again while `work` goes on. */
async function besidePartitions(
  host: NetworkHost,
  work: Promise<unknown>,
): Promise<number> {
  const random = new Random(seed);
  const ended = work.then(() => true);
  let partitions = 0;
  while (
    !await Promise.race([ended, delay(random.from(...PLUGGED_MS), false)])
  ) {
    host.unplug();
    await delay(random.from(...UNPLUGGED_MS));
    host.plugIn();
    partitions++;
  }
  return partitions;
}

/** Waits until the load has opened all of its connections. */
async function haveJoined(server: TestServer): Promise<void> {
  await waitFor(`${CLIENTS} clients`, () => {
    if (!server.has("far-0")) return "there is no database";
    const [{ n }] = query(
      server.path("far-0"),
      "select count(*) as n from _senders",
    );
    return n === CLIENTS || `${n}`;
  }, 60_000);
}

/** Waits until every tuple of the load is stored; none may be stored twice. */
async function checkStored(server: TestServer): Promise<void> {
  const each = SECONDS * RATE;
  const wanted = new Array(CLIENTS).fill(`${each} ${each}`).join(", ");
  const what = `${wanted} tuples of ${repeatWith("network_test.ts")}`;
  await waitFor(what, () => {
    if (!server.has("far-0")) return "there is no database";
    const found = query(
      server.path("far-0"),
      "select count(*) as n, count(distinct oml_seq) as d from load_lin " +
        "group by oml_sender_id",
    ).map(({ n, d }) => `${n} ${d}`).join(", ");
    return found === wanted || found;
  }, 60_000);
}

/** Attacks a server that stores the load of a host. */
async function serve(
  t: TestContext,
  host: NetworkHost | undefined,
  attack: (server: TestServer, host: NetworkHost) => Promise<void>,
): Promise<void> {
  assert.ok(host);
  await underAttack(t, DEFAULT_SIZE, async (server) => {
    await attack(server, host);
    await checkStored(server);
  });
}

test(
  "Partitions lose and duplicate nothing of a host's clients",
  { skip },
  async (t) => {
    await serve(t, near, async (server, host) => {
      const work = load(host, `${host.here}:${server.process.port}`);
      await Promise.race([work, haveJoined(server)]);
      tell(t, `${await besidePartitions(host, work)} partitions`);
      await work;
    });
  },
);

test(
  "Partitions lose and duplicate nothing of a host's proxy",
  { skip },
  async (t) => {
    await serve(t, near, async (server, host) => {
      const command = [...host.command, ...oml2Command()];
      await using proxy = TestProxy.prepare(server.process.port, command);
      await proxy.startAgain("-a", host.here);
      await proxy.command("OMLPROXY-RESUME");
      assert.equal(await proxy.drained(), "DRAINED 0 0");
      const work = load(host, `127.0.0.1:${proxy.port}`)
        .then(() => proxy.drained(60_000));
      tell(t, `${await besidePartitions(host, work)} partitions`);
      await work;
      assert.equal(await proxy.stop(), 0);
    });
  },
);

test(
  "A slow network that drops packets loses and duplicates nothing",
  { skip: noNetem },
  async (t) => {
    await serve(t, near, async (server, host) => {
      if (!host.impair(50, 1)) tell(t, "without: tc has no netem here");
      await load(host, `${host.here}:${server.process.port}`);
    });
  },
);
