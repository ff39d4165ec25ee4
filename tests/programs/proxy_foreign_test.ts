import assert from "node:assert/strict";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { Sink } from "../_support/sink.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { waitFor } from "../_support/wait_for.ts";

const HEADERS = headers({ domain: "a" });
const DEFINITION = "0\t0\t1\t.\tschema\t2 app_late x:int32\n";

/** The headers without the line that the proxy added. */
function withoutResume(text: string): string {
  return text.replace(/^oml2-resume: [-0-9a-f]{36}( \d+)?\n/m, "");
}

test("A server that does not answer gets segments, each with the headers and earlier definitions", async () => {
  await using sink = await Sink.start({ bytesACall: 512 });
  await using proxy = await TestProxy.start(sink.port, "--auto-resume");
  const client = await proxy.client(
    { domain: "a" },
    numbered(0, 5) + DEFINITION + numbered(5, 10),
  );
  await waitFor("a segment", () => sink.received[0]?.ended === true, 15_000);
  const first = HEADERS + numbered(0, 5) + DEFINITION + numbered(5, 10);
  assert.equal(withoutResume(sink.received[0].text), first);
  assert.match(proxy.log, /does not report what it has stored/);

  await client.send(numbered(10, 20));
  await client.end();
  assert.equal(await proxy.drained(), "DRAINED 0 0");
  assert.match(await proxy.drained(), /^DRAINED 1 /);
  assert.equal(sink.received.length, 2);
  assert.equal(
    sink.received[1].text,
    HEADERS + DEFINITION + numbered(10, 20),
    "nothing is added",
  );
});

test("A server known not to answer is not asked again", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(sink.port);
  const texts: string[] = [];
  for (let i = 0; i < 4; i++) {
    const hello = { domain: "a", sender: `s${i}` };
    const client = await proxy.client(hello, numbered(0, 5));
    await client.end();
    texts.push(headers(hello) + numbered(0, 5));
  }
  const start = Date.now();
  await proxy.command("RESUME");
  assert.match(await proxy.drained(), /^DRAINED 4 /);
  assert.ok(Date.now() - start < 8_000, "3 s are waited once");
  assert.deepEqual(
    sink.received.map(({ text }) => withoutResume(text)),
    texts,
    "in the order in which they came",
  );
});

test("--no-resume-header adds nothing, and removes a client's own request", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(
    sink.port,
    ...["--no-resume-header", "--auto-resume"],
  );
  const client = await proxy.connect();
  await client.send(
    "oml2-resume: 4b7b1f52-0000-4000-8000-00000000cafe\n" + HEADERS +
      numbered(0, 5),
  );
  await client.end();
  await waitFor(
    "all of it",
    () => sink.received[0]?.text === HEADERS + numbered(0, 5),
  );
});

test("--rate limits the bytes sent per second", async () => {
  await using sink = await Sink.start();
  await using proxy = await TestProxy.start(
    sink.port,
    ...["--no-resume-header", "--rate", "100k"],
  );
  const client = await proxy.client({ domain: "a" }, numbered(0, 12_000));
  await client.end();
  const seconds = proxy.result().length / (100 * 1024);
  const start = Date.now();
  await proxy.command("RESUME");
  await proxy.drained();
  const took = (Date.now() - start) / 1000;
  assert.ok(took > seconds - 0.5, `${took} s, expected ${seconds}`);
  assert.equal(sink.received[0].text, proxy.result());
});
