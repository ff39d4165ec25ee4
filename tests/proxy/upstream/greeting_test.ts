import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { headers, numbered } from "../../_support/hello.ts";
import { ReplayBench } from "../_support/replay_bench.ts";

const ANSWER_MS = 200;
const SLOW_MS = 3 * ANSWER_MS;

/** Reports as stored whatever it received, as an oml2-server does. */
function serve(socket: Socket): void {
  let heard = "";
  let answering: Promise<void> | undefined;
  const answer = async () => {
    if (heard.includes("domain: slow")) await delay(SLOW_MS);
    socket.write("oml2-resume 0\n");
  };
  socket.on("error", () => undefined);
  socket.setEncoding("latin1").on("data", (text: string) => {
    heard += text;
    if (heard.includes("\n\n")) answering ??= answer();
  });
  socket.on("end", async () => {
    await answering;
    const stored = heard.replace(/^oml2-resume: .*\n/m, "").length;
    socket.end(heard === "" ? "" : `oml2-resume ${stored}\n`);
  });
}

test("A server that has answered for one stream gets more time for another", async () => {
  const server = createServer({ allowHalfOpen: true }, serve);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    await using bench = await ReplayBench.start({ port, answerMs: ANSWER_MS });
    await bench.add(headers({ domain: "quick" }) + numbered(0, 10));
    await bench.add(headers({ domain: "slow" }) + numbered(0, 10));
    bench.replays.resume();
    const { clients, rejected } = await bench.drains();
    assert.deepEqual([clients, rejected], [2, 0]);
    assert.doesNotMatch(bench.log.lines.join("\n"), /does not report what/);
  } finally {
    server.close();
  }
});
