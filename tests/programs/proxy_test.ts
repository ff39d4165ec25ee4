import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { connect } from "../_support/client.ts";
import { freePort } from "../_support/free_port.ts";
import { headers, numbered } from "../_support/hello.ts";
import { Relay } from "../_support/relay.ts";
import { runOml2 } from "../_support/run_command.ts";
import { Sink } from "../_support/sink.ts";
import { countRows, query, scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

/** Checks that tuples 0 to `rows` of one sender are stored, once. */
function checkRows(path: string, rows: number): void {
  const [found] = query(
    path,
    "select count(*) as n, count(distinct seq) as d, max(seq) as m from app_m",
  );
  assert.deepEqual(found, { n: rows, d: rows, m: rows - 1 });
}

test("The proxy keeps what clients send until RESUME, and announces when it is drained", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const first = await proxy.client({ domain: "a" }, numbered(0, 500));
  await first.end();
  const second = await proxy.client({ domain: "b" }, numbered(0, 100));
  await second.end();
  assert.equal(server.has("a"), false);
  assert.equal(proxy.result(), headers({ domain: "a" }) + numbered(0, 500));
  assert.deepEqual(await proxy.command("OMLPROXY-RESUME"), ["OK RESUME"]);
  const bytes = proxy.result().length + proxy.result(1).length;
  assert.equal(await proxy.drained(), `DRAINED 2 ${bytes}`);
  checkRows(server.path("a"), 500);
  checkRows(server.path("b"), 100);
  assert.equal(await proxy.stop(), 0);
  const left = proxy.files().filter((name) => name.startsWith("result"));
  assert.deepEqual(left, ["result", "result.1", "result.lock"]);
});

test("RESUME with nothing to send is drained at once", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port);
  await proxy.command("RESUME");
  assert.equal(await proxy.drained(), "DRAINED 0 0");
});

test("A live client's tuples follow its backlog in order", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const client = await proxy.client({ domain: "a" }, numbered(0, 2_000));
  await proxy.keeps(
    headers({ domain: "a" }).length + numbered(0, 2_000).length,
  );
  await proxy.command("RESUME");
  for (let i = 2_000; i < 3_000; i += 10) {
    await client.send(numbered(i, i + 10));
  }
  await server.sees(3_000, "a");
  assert.match(await proxy.drained(), /^DRAINED 1 /);
  await client.send(numbered(3_000, 3_001));
  await server.sees(3_001, "a");
  await client.end();
  await server.closes("a");
  checkRows(server.path("a"), 3_001);
  assert.deepEqual(
    query(server.path("a"), "select seq from app_m order by oml_tuple_id")
      .map(({ seq }) => seq),
    Array.from({ length: 3_001 }, (_, i) => i),
  );
});

test("PAUSE closes the connections to the server, STOP leaves them open", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port, "--no-resume-header");
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  const all = headers({ domain: "a" }) + numbered(0, 10);
  await proxy.keeps(all.length);
  await proxy.command("RESUME");
  await waitFor("tuples", () => sink.received[0]?.text === all);
  assert.deepEqual(await proxy.command("OMLPROXY-STOP"), ["OK STOP"]);
  await client.send(numbered(10, 20));
  await proxy.keeps(all.length + numbered(10, 20).length);
  assert.equal(sink.open, 1);
  assert.equal(sink.received[0].text, all);

  await proxy.command("RESUME");
  await waitFor(
    "more tuples",
    () => sink.received[0].text === all + numbered(10, 20),
  );
  assert.deepEqual(await proxy.command("PAUSE"), ["OK PAUSE"]);
  assert.equal(sink.received[0].ended, true);
  await client.send(numbered(20, 30));
  await client.end();
  await proxy.command("RESUME");
  await proxy.drained();
  assert.equal(
    sink.received[1].text,
    headers({ domain: "a" }) + numbered(20, 30),
    "the rest comes with the headers, over another connection",
  );
});

test("An incomplete tuple is not sent", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(
    sink.port,
    ...["--no-resume-header", "--auto-resume"],
  );
  const [before, after] = ["5\t1\t", "5\t5\n"];
  const client = await proxy.client({ domain: "a" }, numbered(0, 5) + before);
  const whole = headers({ domain: "a" }) + numbered(0, 5);
  await waitFor("tuples", () => sink.received[0]?.text.length >= whole.length);
  await proxy.command("PAUSE");
  assert.equal(sink.received[0].text, whole);
  await client.send(after);
  await client.end();
  await proxy.command("RESUME");
  await proxy.drained();
  assert.equal(
    sink.received[1].text,
    headers({ domain: "a" }) + before + after,
  );
});

test("An unknown command is answered with the valid ones", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port);
  const [answer] = await proxy.command("omlproxy-resume");
  assert.match(answer, /^ERROR .*OMLPROXY-RESUME, OMLPROXY-PAUSE/);
});

test("The end of stdin changes nothing; the control port still takes commands", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  proxy.endStdin();
  const operator = await connect(proxy.control);
  await operator.send("STATUS\n");
  await waitFor("an answer", () => /^OK STATUS$/m.test(operator.heard));
  assert.match(operator.heard, /^STATUS paused upstream=127\.0\.0\.1:\d+/);
  assert.match(operator.heard, /^CLIENT \S+result received=\d+ buffered=\d+ /m);
  await operator.send("OMLPROXY-RESUME\n");
  await waitFor("DRAINED", () => /^DRAINED 1 \d+$/m.test(operator.heard));
  operator.destroy();
  checkRows(server.path("a"), 10);
});

test("oml2 proxyctl sends one command, and prints the answer", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port);
  const ask = (command: string) =>
    runOml2("proxyctl", "127.0.0.1", `${proxy.control}`, command);
  const status = await ask("STATUS");
  assert.equal(status.status, 0);
  assert.match(status.stdout, /^STATUS paused .*\nOK STATUS\n$/);
  const wrong = await ask("GO");
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /^ERROR /);
});

test("SIGUSR2 resumes the proxy, and pauses it again", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  proxy.signal("SIGUSR2");
  await proxy.drained();
  proxy.signal("SIGUSR2");
  await waitFor(
    "a pause",
    async () => /^STATUS paused/.test((await proxy.command("STATUS"))[0]),
  );
});

test("A proxy that is its own server logs that, and stays paused", async () => {
  await using sink = await Sink.start();
  const port = sink.port;
  await sink.close();
  await using proxy = await TestProxy.start(port, "-l", `127.0.0.1:${port}`);
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  const [answer] = await proxy.command("RESUME");
  assert.match(answer, /^ERROR .*is this proxy itself.*--dstport/);
  assert.match((await proxy.command("STATUS"))[0], /^STATUS paused/);
  await client.end();
  assert.deepEqual(proxy.result(1), "", "nothing came back");
});

/** The headers of a client that names its stream itself. */
const NAMED = "oml2-resume: 4b7b1f52-0000-4000-8000-00000000cafe\n" +
  headers({ domain: "a" });

for (
  const [what, start, ...args] of [
    ["a plain stream", headers({ domain: "a" })],
    ["a stream that its client named", NAMED],
    ["--no-resume-header", headers({ domain: "a" }), "--no-resume-header"],
  ]
) {
  test(`A loop with ${what} is reported before anything is sent`, async () => {
    const port = await freePort();
    await using relay = await Relay.start(port);
    await using proxy = await TestProxy.start(
      relay.port,
      ...["-l", `127.0.0.1:${port}`, ...args],
    );
    const client = await proxy.connect();
    await client.send(start + numbered(0, 100));
    await client.end();
    await proxy.command("RESUME");
    const said = () => proxy.stdout;
    await waitFor(
      "an error",
      () => /^ERROR .* is this proxy itself/m.test(said()),
    );
    await proxy.command("STATUS");
    await waitFor(
      "a pause",
      () => /^STATUS paused .* streams=1 /m.test(said()),
    );
    assert.deepEqual(proxy.result(1), "", "nothing came back");
    assert.equal(proxy.result(), start + numbered(0, 100));
    assert.equal(proxy.log.match(/is this proxy itself/g)?.length, 1);
  });
}

test("A client that connects during the loop check is not mistaken for a loop", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  await proxy.command("RESUME");
  const late = await proxy.connect();
  await proxy.drained();
  await late.send(headers({ domain: "a" }) + numbered(10, 20));
  await late.end();
  await proxy.drained();
  assert.doesNotMatch(proxy.log, /is this proxy itself/);
});

test("SIGTERM keeps what connected clients have sent for the next start", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const client = await proxy.client({ domain: "a" }, numbered(0, 5_000));
  assert.equal(await proxy.stop(), 0);
  assert.equal(await client.serverEndsWithin(), true);
  assert.equal(proxy.result(), headers({ domain: "a" }) + numbered(0, 5_000));
  await proxy.startAgain("--auto-resume");
  assert.match(await proxy.drained(), /^DRAINED 1 /);
  checkRows(server.path("a"), 5_000);
});

test("A second proxy does not use the result files of the first, and names it", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port);
  const second = await runOml2(
    ...["proxy", "-l", "127.0.0.1:0", "-c", "0", "-r", proxy.resultFile],
    ...["--logfile", "-"],
  );
  assert.equal(second.status, 1);
  assert.match(
    second.stderr,
    new RegExp(`process id ${proxy.pid} .*--resultfile`),
  );
});

test("An existing file is never changed", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port);
  writeFileSync(join(proxy.root, "result"), "mine");
  const client = await proxy.client({ domain: "a" });
  await client.end();
  assert.equal(readFileSync(proxy.resultFile, "utf8"), "mine");
  assert.equal(proxy.result(1), headers({ domain: "a" }));
});

test("Invalid data is kept, whatever a server does with it", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  for (
    const nonsense of ["no header\n\nat all", "x".repeat(70_000), "\0\n\n"]
  ) {
    const client = await proxy.connect();
    await client.send(nonsense);
    await client.end();
    assert.equal(client.closedByServer, false);
  }
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  await proxy.command("RESUME");
  assert.match(await proxy.drained(), /^DRAINED 1 \d+ refused=3$/);
  assert.equal(proxy.result(1), "x".repeat(70_000));
  checkRows(server.path("a"), 10);
});

test("An unreachable server is retried, and logged once", async () => {
  await using proxy = await TestProxy.start(await closedPort());
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await proxy.command("RESUME");
  await proxy.logs(/: away \(/);
  await using sink = await Sink.start({ port: upstreamOf(proxy) });
  await client.end();
  await waitFor("tuples", () => sink.received.length > 0, 10_000);
  await proxy.logs(/: back/);
  assert.equal(proxy.log.match(/: away \(/g)?.length, 1);
});

test("--delete-replayed removes delivered files", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(
    server.process.port,
    ...["--delete-replayed", "--auto-resume"],
  );
  assert.equal(await proxy.drained(), "DRAINED 0 0");
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  assert.match(await proxy.drained(), /^DRAINED 1 /);
  assert.equal(scalar(server.path("a"), "select count(*) from app_m"), 10);
  await waitFor("an empty directory", () => {
    const left = proxy.files().filter((name) => /^result(\.\d+)?$/.test(name));
    return left.length === 0 || left.join(" ");
  });
});

async function closedPort(): Promise<number> {
  const sink = await Sink.start();
  const { port } = sink;
  await sink.close();
  return port;
}

function upstreamOf({ log }: TestProxy): number {
  return Number(/127\.0\.0\.1:(\d+): away/.exec(log)?.[1]);
}

test("A proxy continues when its stdout is closed", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  proxy.closeStdout();
  proxy.signal("SIGUSR2");
  await waitFor("all of it", () => countRows(server.path("a"), "app_m") === 10);
  await waitFor(
    "its journal to go",
    () => !proxy.files().includes("result.journal"),
  );
  assert.equal(await proxy.stop(), 0);
  assert.doesNotMatch(proxy.log, /away|ERROR/);
});
