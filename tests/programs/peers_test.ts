import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Group } from "../../group/group.ts";
import { PageServer } from "../_support/browser/page_server.ts";
import { DeafListener } from "../_support/deaf_listener.ts";
import { numbered } from "../_support/hello.ts";
import { httpRequest } from "../_support/http_request.ts";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const TOKEN = "0123456789abcdef";

/** The address of a server's HTTP. */
function hostOf({ origin }: PageServer): string {
  return new URL(origin).host;
}

async function getGroup(
  { origin }: PageServer,
  token: string = "",
): Promise<Group> {
  const { status, text } = await httpRequest(`${origin}/api/v1/servers`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(status, 200, text);
  return JSON.parse(text);
}

/** Sends rows to the experiments `lab` and `roof`, and waits for them. */
async function measure(one: PageServer, two: PageServer): Promise<void> {
  await one.server.client({ domain: "lab" }, numbered(0, 10));
  await two.server.client({ domain: "lab", sender: "t" }, numbered(0, 5));
  await two.server.client({ domain: "roof" }, numbered(0, 3));
  await one.server.sees(10, "lab");
  await two.server.sees(5, "lab");
  await two.server.sees(3, "roof");
}

test("oml2 status --peer shows several servers, also when one of them dies", async () => {
  await using one = await PageServer.start();
  await using two = await PageServer.start();
  await using three = await PageServer.start();
  await measure(one, two);
  const [a, b, c] = [one, two, three].map(hostOf);

  const all = await runOml2("status", "--peer", `${a},${b}`, "--peer", c);
  assert.deepEqual([all.status, all.stderr], [0, ""]);
  const [servers, experiments, note] = all.stdout.split("\n\n");
  const line = (address: string, ...cells: readonly (string | number)[]) =>
    new RegExp(`^${address} +${cells.join(" +")}$`, "m");
  const [time, memory] = ["\\d+ s", "[\\d.]+ MiB"];
  assert.match(servers, line(a, time, 1, 1, 10, 0, 0, memory, "ok"));
  assert.match(servers, line(b, time, 2, 2, 8, 0, 0, memory, "ok"));
  assert.match(servers, line(c, time, 0, 0, 0, 0, 0, memory, "ok"));
  assert.match(
    servers,
    line("all", 3, 2, 18, 0, 0, memory, "3 of 3 answer"),
  );
  assert.match(experiments, line("lab", a, 1, 0, 10, 0, "1 of 2"));
  assert.match(experiments, line("lab", b, 1, 0, 5, 0, "2 of 2"));
  assert.match(experiments, line("roof", b, 1, 0, 3, 0));
  assert.equal(note, "In parts, which oml2 merge joins: lab\n");

  await three.server.process.kill();
  const rest = await runOml2("status", "--peer", a, b, c, "--json");
  assert.equal(rest.status, 1);
  assert.match(
    rest.stderr,
    new RegExp(
      `^oml2 status: Cannot ask the server at ${c}: connection refused; ` +
        "is it running.*--http.*\n$",
    ),
  );
  const group: Group = JSON.parse(rest.stdout);
  assert.deepEqual(
    group.servers.map(({ address, work, fault }) => [
      address,
      work?.tuples ?? fault?.reason,
    ]),
    [[a, 10], [b, 8], [c, "connection refused"]],
  );
});

test("The server of -D is the first of a table with its peers", async () => {
  await using one = await PageServer.start();
  await using two = await PageServer.start();
  const { dataDir } = one.server;
  await measure(one, two);
  const shown = await runOml2("status", "-D", dataDir, "--peer", hostOf(two));
  assert.deepEqual([shown.status, shown.stderr], [0, ""]);
  assert.match(
    shown.stdout,
    new RegExp(
      `^SERVER .*\n${dataDir}/.oml2.sock .* 10 +0 .* ok\n` +
        `${hostOf(two)} .* 8 +0 .* ok\nall .*2 of 2 answer\n`,
    ),
  );
});

test("A server with --peer shows its group, also when a peer dies", async () => {
  await using two = await PageServer.start();
  await using three = await PageServer.start();
  using deaf = await DeafListener.start();
  const silent = `127.0.0.1:${deaf.port}`;
  const [b, c] = [two, three].map(hostOf);
  await using one = await PageServer.start("--peer", `${b},${c}`, silent);
  await measure(one, two);

  const began = performance.now();
  const first = await getGroup(one);
  assert.ok(performance.now() - began < 4_000, "it waited for the silent peer");
  assert.equal(first.servers[0].address, hostOf(one));
  assert.deepEqual(first.servers[3].fault, { reason: "no answer yet" });
  await waitFor("all figures", async () => {
    const { total, experiments } = await getGroup(one);
    const shown = [total.answering, total.clients, total.tuples];
    return `${shown}` === "3,3,18" && experiments[0].isSplit || `${shown}`;
  });

  await three.server.process.kill();
  await waitFor("a fault", async () => {
    const { servers: [, , { address, fault }] } = await getGroup(one);
    assert.equal(address, c);
    return fault?.reason === "connection refused" || `${fault?.reason}`;
  });
  await waitFor("the end of the patience", async () => {
    const { servers: [, , , { fault }] } = await getGroup(one);
    return fault?.reason === "no answer within 5 s" || `${fault?.reason}`;
  });
  const { text } = await httpRequest(`${one.origin}/api/v1/site`);
  assert.equal(JSON.parse(text).peers, 3);
});

test("Servers that name each other ask each other once, not in circles", async () => {
  await using one = await PageServer.start();
  const a = hostOf(one);
  await using two = await PageServer.start("--peer", a);
  const b = hostOf(two);
  // The same list on all of them, themselves included.
  await one.server.stop();
  await one.server.startAgain("--http", a, "--peer", `${a},${b}`);
  for (const [own, other, server] of [[a, b, one], [b, a, two]] as const) {
    await waitFor("both servers", async () => {
      const { servers } = await getGroup(server);
      const known = servers.filter(({ work }) => work !== undefined)
        .map(({ address }) => address);
      return `${known}` === `${own},${other}` || `${known}`;
    });
  }
});

test("Peers are asked with the token of the server", async () => {
  const directory = makeTempDir();
  try {
    const file = join(directory, "token");
    writeFileSync(file, `${TOKEN}\n`);
    const token = ["--http-token-file", file];
    await using two = await PageServer.start(...token);
    const b = hostOf(two);
    await using one = await PageServer.start(...token, "--peer", b);
    await waitFor("the peer", async () => {
      const { servers: [, peer] } = await getGroup(one, TOKEN);
      return peer.work?.clients === 0 || `${peer.fault?.reason}`;
    });

    const without = await runOml2("status", "--peer", b);
    assert.equal(without.status, 1);
    assert.match(without.stdout, / {2}a token is required\n/);
    assert.match(without.stderr, /a token is required; .* OML_HTTP_TOKEN\n$/);
    const { status } = await runOml2("status", "--peer", b, ...token);
    assert.equal(status, 0);
  } finally {
    removeTempDir(directory);
  }
});

test("A token that cannot be read is refused with the remedy", async () => {
  const missing = ["--http-token-file", "/nowhere/token"];
  const { status, stdout, stderr } = await runOml2(
    ...["status", "--peer", "127.0.0.1:1", ...missing],
  );
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(
    stderr,
    /^oml2 status: Cannot read the token in \/nowhere\/token: .*; choose /,
  );
});
