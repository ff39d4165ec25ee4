import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import process from "node:process";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { TestProxy } from "../_support/test_proxy.ts";

/** Bytes to be spooled; `OML_LONG` selects the full number. */
const BYTES = process.env.OML_LONG ? 5e9 : 30e6;
const MEMORY = process.env.OML_LONG ? "64M" : "1M";

/** Sent repeatedly. */
const CHUNK = numbered(0, 50_000);

test("The proxy spools far more than its memory, and replays it", async () => {
  await using proxy = await TestProxy.start(
    await discard(),
    ...["--memory", MEMORY, "--size", "256k", "--no-resume-header"],
  );
  const start = performance.now();
  const client = await proxy.client({ domain: "a" });
  let sent = headers({ domain: "a" }).length;
  for (; sent < BYTES; sent += CHUNK.length) await client.send(CHUNK);
  await client.end();
  const buffered = performance.now();
  const rss = residentBytes(proxy.pid);
  await proxy.command("RESUME");
  assert.equal(await proxy.drained(600_000), `DRAINED 1 ${sent}`);
  const drained = performance.now();
  const mbPerSecond = (ms: number) => Math.round(sent / 1e3 / ms);
  console.log(
    `${Math.round(sent / 1e6)} MB: taken at ` +
      `${mbPerSecond(buffered - start)} MB/s, replayed at ` +
      `${mbPerSecond(drained - buffered)} MB/s, RSS ` +
      `${Math.round(rss / 1e6)} MB paused, at most ` +
      `${Math.round(residentBytes(proxy.pid, "VmHWM") / 1e6)} MB`,
  );
  assert.ok(rss < 200e6, `${rss} bytes are resident`);
});

/** The port of a server that reads and discards. */
async function discard(): Promise<number> {
  const server = createServer((socket) => {
    socket.resume().on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" ? address?.port ?? 0 : 0;
}

function residentBytes(pid: number, name = "VmRSS"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return 1024 *
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
}
