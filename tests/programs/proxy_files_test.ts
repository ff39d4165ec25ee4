import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { type Client, connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { oml2Command } from "../_support/runtime_command.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const notLinux = process.platform !== "linux" &&
  "only Linux says how many files may be open";

/** Open files allowed to the proxy. */
const FILES = 160;

const SHORTAGE =
  /WARNING only 160 files may be open: at most (\d+) clients \(not 10000\) at once; allow/;

/** A command with a limit of open files, soft and hard. */
function limited(command: readonly string[]): string[] {
  return ["sh", "-c", `ulimit -n ${FILES} && exec "$@"`, "sh", ...command];
}

test(
  "With few file descriptors a proxy closes further clients, serves the others, and stops in time",
  {
    skip: notLinux,
  },
  async () => {
    await using server = await TestServer.start();
    await using proxy = TestProxy.prepare(
      server.process.port,
      limited(oml2Command()),
    );
    await proxy.startAgain();
    const most = Number(SHORTAGE.exec(proxy.log)?.[1]);
    assert.ok(most > 5, proxy.log);
    // More streams than can be sent at a time.
    for (let round = 0; round < 3; round++) {
      const clients = await Promise.all(
        Array.from(
          { length: most },
          (_, i) => proxy.client({ domain: `r${round}-${i}` }, numbered(0, 10)),
        ),
      );
      await Promise.all(clients.map((client) => client.end()));
    }
    // All of them connect before any sends.
    const silent: Client[] = [];
    for (let i = 0; i < most + 20; i++) silent.push(await connect(proxy.port));
    await waitFor("clients that are closed", () => {
      const closed = silent.filter(({ closedByServer }) => closedByServer);
      return closed.length === 20 || `${closed.length} are`;
    });
    const served = silent.filter(({ closedByServer }) => !closedByServer);
    await proxy.command("RESUME");
    await Promise.all(served.map((client, i) => client.send(hello(i))));
    for (let i = 0; i < most; i++) await server.sees(10, `live-${i}`);
    for (let i = 0; i < most; i++) await server.sees(10, `r2-${i}`);
    assert.match(proxy.log, /WARNING \S+: closed at once, \d+ clients are/);
    assert.doesNotMatch(proxy.log, /EMFILE|Too many open files|os error 24/);
    assert.equal(await proxy.stop(), 0);
    silent.forEach((client) => client.destroy());
    assert.equal(scalar(server.path("r0-0"), "select count(*) from app_m"), 10);
  },
);

function hello(i: number): string {
  return headers({ domain: `live-${i}` }) + numbered(0, 10);
}
