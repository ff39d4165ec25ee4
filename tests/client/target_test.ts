import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTarget, parseTarget, type Target } from "../../client/target.ts";

test("parseTarget accepts the targets of liboml2", () => {
  const cases: [string, Target][] = [
    ["tcp:host:3004", { kind: "tcp", host: "host", port: 3004 }],
    ["tcp://host:3004", { kind: "tcp", host: "host", port: 3004 }],
    ["tcp:host", { kind: "tcp", host: "host", port: 3003 }],
    ["host:1", { kind: "tcp", host: "host", port: 1 }],
    ["host.example.net", {
      kind: "tcp",
      host: "host.example.net",
      port: 3003,
    }],
    ["192.0.2.1:65535", { kind: "tcp", host: "192.0.2.1", port: 65535 }],
    ["tcp:[::1]:3004", { kind: "tcp", host: "::1", port: 3004 }],
    ["[2001:db8::1]", { kind: "tcp", host: "2001:db8::1", port: 3003 }],
    ["file:/tmp/a b.oml", { kind: "file", path: "/tmp/a b.oml" }],
    ["flush:results", { kind: "file", path: "results" }],
    ["file:-", { kind: "stdout" }],
    ["file:stdout", { kind: "stdout" }],
  ];
  for (const [text, target] of cases) {
    assert.deepEqual(parseTarget(text), target, text);
    assert.deepEqual(parseTarget(formatTarget(target)), target, text);
  }
});

test("parseTarget rejects everything else, and names the valid forms", () => {
  const wrong = [
    "",
    "file:",
    "host:",
    "host:0",
    "host:65536",
    "host:http",
    "udp:host:1",
    "::1",
    "a b",
    "http://host:1",
  ];
  for (const text of wrong) {
    assert.throws(() => parseTarget(text), {
      name: "TargetError",
      message:
        `Cannot send to "${text}": use tcp:HOST:PORT, tls:HOST:PORT, [IPV6]:PORT or ` +
        "file:PATH",
    });
  }
});

test("A target with TLS is told apart, and keeps its name", () => {
  const target = parseTarget("tls:lab:3003");
  assert.deepEqual(target, { kind: "tls", host: "lab", port: 3003 });
  assert.equal(formatTarget(parseTarget("tls://[::1]:4000")), "tls:[::1]:4000");
});
