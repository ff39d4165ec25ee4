import assert from "node:assert/strict";
import { test } from "node:test";
import { ControlPort } from "../../../proxy/control/control_port.ts";
import { type Client, connect } from "../../_support/client.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** A control port, the executed lines, and its operators. */
class TestPort implements AsyncDisposable {
  readonly log = new MemoryLog();
  readonly executed: string[] = [];
  readonly port: ControlPort;
  readonly #operators: Client[] = [];

  private constructor(port: (log: MemoryLog) => ControlPort) {
    this.port = port(this.log);
  }

  static async open(answer: (line: string) => string): Promise<TestPort> {
    const runtime = await thisRuntime();
    const listener = await runtime.listen(0, "127.0.0.1");
    const test = new TestPort((log) => new ControlPort(listener, log));
    test.port.open((line) => {
      test.executed.push(line);
      return Promise.resolve([answer(line)]);
    });
    return test;
  }

  async operator(): Promise<Client> {
    const operator = await connect(this.port.port);
    this.#operators.push(operator);
    return operator;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const operator of this.#operators) operator.destroy();
    await this.port.close();
  }
}

test("A command hidden in an HTTP request is not executed", async () => {
  await using test = await TestPort.open((line) => `ERROR ${line}`);
  const browser = await test.operator();
  await browser.send(
    "POST / HTTP/1.1\r\nHost: localhost:3004\r\n\r\nOMLPROXY-PAUSE\r\n",
  );
  assert.equal(await browser.serverEndsWithin(), true);
  assert.deepEqual(test.executed, ["POST / HTTP/1.1"]);
  assert.match(
    test.log.of("warn").join(),
    /: closed: POST \/ HTTP\/1\.1 is not a command$/,
  );
});

test("Bytes that can't become a command close the connection before the end of their line", async () => {
  await using test = await TestPort.open(() => "ERROR");
  for (const start of ["GET /", "OMLPROXY-X", "\x16\x03\x01", "STATUSES"]) {
    const browser = await test.operator();
    await browser.send(start);
    assert.equal(await browser.serverEndsWithin(), true, start);
  }
  const operator = await test.operator();
  for (const part of [" OMLPROXY", "-STA", "TUS\r", "\n", "\r\n", "STOP \n"]) {
    await operator.send(part);
  }
  await waitFor("answers", () => /(ERROR\n){2}/.test(operator.heard));
  assert.equal(operator.closedByServer, false);
});

test("An operator that does not read answers gets no more, and does not block others", async () => {
  const answer = "x".repeat(20_000);
  const many = 10_000;
  await using test = await TestPort.open(() => answer);
  const silent = await test.operator();
  silent.stopReading();
  await silent.send("STATUS\n".repeat(many));
  let before = -1;
  await waitFor("the answers to stop", () => {
    const isStill = test.executed.length > 0 && test.executed.length === before;
    before = test.executed.length;
    return isStill;
  });
  // The system buffers some MiB of a connection, not 200.
  assert.ok(test.executed.length < many / 4, `${test.executed.length} answers`);
  const other = await test.operator();
  await other.send("STATUS\n");
  await waitFor("an answer", () => other.heard === `${answer}\n`);
});

test("An operator that does not read announcements is disconnected, with a warning", async () => {
  await using test = await TestPort.open(() => "OK");
  const [silent, other] = [await test.operator(), await test.operator()];
  for (const operator of [silent, other]) {
    await operator.send("STATUS\n");
    await waitFor("an answer", () => operator.heard === "OK\n");
  }
  silent.stopReading();
  const line = "x".repeat(8_000);
  let announced = 0;
  const hasAll = () => other.heard.length === 3 + announced * (line.length + 1);
  await waitFor("a closed connection", () => {
    if (!hasAll()) return false;
    for (let i = 0; i < 400; i++, announced++) test.port.announce(line);
    return test.log.of("warn").length > 0;
  }, 20_000);
  await waitFor("the announcements", hasAll);
  assert.match(
    test.log.of("warn").join(),
    /^[^,]*: closed: it does not read announcements$/,
  );
});
