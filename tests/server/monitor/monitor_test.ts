import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeStream } from "../../../mod.ts";
import { Monitor } from "../../../server/monitor/monitor.ts";
import type { MonitorOptions } from "../../../server/monitor/monitor_options.ts";
import { Collector } from "../../client/_support/collector.ts";
import { freePort } from "../../_support/free_port.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";

const runtime = await thisRuntime();
const facts = {
  host: "192.0.2.7",
  port: 4711,
  domain: "exp",
  senderId: "node",
  appName: "app",
  resumes: false,
};

function start(
  options: Partial<MonitorOptions>,
  log = new MemoryLog(),
): Monitor {
  const given = { id: "me", domain: "monitoring", noop: false } as const;
  const all = { ...given, content: "text", ...options } as const;
  const monitor = Monitor.start(all, runtime, log);
  assert.ok(monitor !== undefined, log.lines.join("\n"));
  return monitor;
}

test("Monitor reports on clients at the original's measurement point", async () => {
  await using server = await Collector.start();
  const monitor = start({ collect: server.target });
  monitor.clientConnected({ ...facts, domain: "", senderId: "", appName: "" });
  monitor.clientReady(facts);
  monitor.databaseOpened();
  monitor.clientDisconnected(facts, 'protocol error: "x\ty"');
  monitor.databaseClosed();
  await monitor.close();
  const [headers, body] = server.received[0].split("\n\n");
  const named = "domain: monitoring\nstart-time: \\d+\nsender-id: me\n" +
    "app-name: server\n(schema: 0 .*\n)schema: 1 _client_instrumentation " +
    "measurements_injected:uint32 measurements_dropped:uint32 " +
    "bytes_allocated:uint64 bytes_freed:uint64 bytes_in_use:uint64 " +
    "bytes_max:uint64\nschema: 2 server_clients " +
    "address:string port:int32 node_id:string domain:string appname:string " +
    "event:string message:string\n";
  assert.match(headers, new RegExp(named));
  const lines = body.replace(/^[^\t]+\t/gm, "").split("\n");
  assert.match(lines.splice(1, 1)[0], /^1\t1\t1\t0\t(\d+)\t0\t\1\t\1$/);
  assert.deepEqual(lines, [
    "2\t1\t::ffff:192.0.2.7\t4711\t\t\t\tConnect\t",
    "2\t2\t::ffff:192.0.2.7\t4711\tnode\texp\tapp\tReady\t",
    "2\t3\t::ffff:192.0.2.7\t4711\tnode\texp\tapp\tDisconnect\t" +
    "C_PROTOCOL_ERROR",
    "",
  ]);
});

test("Monitor reports reasons in the original's words", async () => {
  await using server = await Collector.start();
  const monitor = start({ collect: server.target });
  const v6 = { ...facts, host: "2001:db8::1" };
  for (const reason of ["end", "broken", "idle", "stopped"]) {
    monitor.clientDisconnected(v6, reason);
  }
  await monitor.close();
  const reasons = [...server.body(0).matchAll(/2001:db8::1\t.*\t(.*)$/gm)];
  assert.deepEqual(reasons.map(([, message]) => message), [
    "SOCKET_CONN_CLOSED",
    "SOCKET_DROPPED",
    "SOCKET_IDLE",
    "stopped",
  ]);
});

test("Monitor shortens texts that do not fit in a binary message", async () => {
  await using server = await Collector.start();
  const monitor = start({ collect: server.target, content: "binary" });
  monitor.clientReady({ ...facts, senderId: "ä".repeat(512), appName: "a\0" });
  await monitor.close();
  const sent = Uint8Array.from(server.received[0], (c) => c.charCodeAt(0));
  for await (const event of decodeStream([sent])) {
    assert.notEqual(event.type, "rejected");
    if (event.type !== "tuple" || event.schema.index !== 2) continue;
    assert.deepEqual(event.values.slice(2, 5), ["ä".repeat(127), "exp", "a"]);
  }
});

test("Monitor does not report on its own connection", async () => {
  await using server = await Collector.start((socket) => {
    own = { ...facts, host: "127.0.0.1", port: socket.remotePort ?? 0 };
  });
  let own = facts;
  const monitor = start({ collect: server.target });
  monitor.clientConnected(facts);
  await server.gets("Connect");
  monitor.clientConnected(own);
  monitor.clientReady(own);
  monitor.clientDisconnected(own, "idle");
  await monitor.close();
  assert.equal(
    server.body(0).match(/\t(Connect|Ready|Disconnect)\t/g)?.length,
    1,
  );
});

test("Monitor is only started on request", () => {
  const log = new MemoryLog();
  const options = {
    id: "me",
    domain: "d",
    noop: false,
    content: "text",
  } as const;
  assert.equal(Monitor.start(options, runtime, log), undefined);
  const collect = "localhost";
  const noop = { ...options, collect, noop: true };
  assert.equal(Monitor.start(noop, runtime, log), undefined);
  assert.deepEqual(log.lines, []);
});

test("Monitor logs why it can't start, without an error", () => {
  const given = { id: "me", domain: "d", collect: "localhost" };
  const cases: [Partial<MonitorOptions>, RegExp][] = [
    [{ id: undefined }, /: liboml2 requires --oml-id or OML_NAME$/],
    [{ domain: undefined }, /: liboml2 requires --oml-domain or OML_DOMAIN$/],
    [{ domain: "../x" }, /: Cannot encode headers: Cannot use domain/],
    [{ collect: "udp:x:1" }, /: Cannot send to "udp:x:1": use tcp:/],
  ];
  for (const [wrong, message] of cases) {
    const log = new MemoryLog();
    const options = {
      noop: false,
      content: "text",
      ...given,
      ...wrong,
    } as const;
    assert.equal(Monitor.start(options, runtime, log), undefined);
    assert.equal(log.lines.length, 1);
    assert.match(log.of("warn")[0], message);
  }
});

test("An unavailable destination is logged, and uses a bounded buffer", async () => {
  const port = await freePort();
  const log = new MemoryLog();
  const monitor = start({ collect: `localhost:${port}`, bufsize: 2048 }, log);
  for (let i = 0; i < 1_000; i++) monitor.clientConnected(facts);
  await monitor.close();
  const warnings = log.of("warn");
  assert.equal(warnings[0], "warn: Self-monitoring reports are being dropped");
  assert.match(warnings[1], /^warn: Cannot send to tcp:localhost:\d+: /);
  const [, left] = /reports may be lost: Cannot deliver (\d+) tuples/
    .exec(warnings.at(-1) ?? "") ?? [];
  assert.ok(Number(left) > 10 && Number(left) < 100, warnings.at(-1));
});
