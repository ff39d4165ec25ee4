import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import {
  parseEndpoint,
  parseListen,
  parsePort,
  parseRemote,
} from "../../../cli/options/endpoint.ts";

test("An endpoint is a port, with or without a host", () => {
  const endpoints: readonly (readonly [string, string | undefined, number])[] =
    [
      ["3003", undefined, 3003],
      ["127.0.0.1:3003", "127.0.0.1", 3003],
      ["lab-1.example:1", "lab-1.example", 1],
      ["[::1]:65535", "::1", 65_535],
      ["[fe80::1%lo]:3003", "fe80::1%lo", 3003],
    ];
  for (const [text, host, port] of endpoints) {
    assert.deepEqual(parseEndpoint(text), { host, port }, text);
  }
});

test("Port 0 is only valid for listening", () => {
  assert.deepEqual(parseListen("[::]:0"), { host: "::", port: 0 });
  assert.throws(() => parseEndpoint("localhost:0"), /from 1 to 65535/);
  assert.throws(() => parsePort("0"), /from 1 to 65535/);
});

test("A remote endpoint has a host", () => {
  assert.deepEqual(parseRemote("lab:80"), { host: "lab", port: 80 });
  assert.deepEqual(parseRemote("[::1]:80"), { host: "::1", port: 80 });
  const remedy = "write HOST:PORT or \\[IPV6\\]:PORT";
  for (const text of ["80", "lab:0", "lab:99999", "lab", "http://lab:80", ""]) {
    assert.throws(
      () => parseRemote(text),
      new RegExp(`[a-z]; ${remedy}`),
      text,
    );
  }
});

const noList = !existsSync("/etc/services") && "/etc/services is missing";
test("A port may be the name of a service", { skip: noList }, () => {
  assert.equal(parsePort("ssh"), 22);
  assert.deepEqual(parseListen("ssh"), { host: undefined, port: 22 });
  assert.deepEqual(parseEndpoint("lab:ssh"), { host: "lab", port: 22 });
  assert.throws(
    () => parseListen("lab"),
    /is neither a port nor a service in \/etc\/services; write PORT, HOST:PORT/,
  );
});

test("Anything else is rejected with the valid forms", () => {
  const wrong = [
    ...["", ":", ":3003", "lab:", "3003:", "::1", "::1:3003", "a:b:1"],
    ...["[::1]", "[::1]3003", "[]:3003", "[lab]:3003", "[::1:3003", "65536"],
    ...["-1", "0x10", "1.5", "lab:65536"],
  ];
  for (const text of wrong) {
    assert.throws(
      () => parseListen(text),
      /write PORT, HOST:PORT or \[IPV6\]:PORT/,
      text,
    );
  }
});
