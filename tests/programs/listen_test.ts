import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection } from "node:net";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { Client } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const ipv6 = Object.values(networkInterfaces()).flat()
  .some((address) => address?.address === "::1");

/** Connects to an address; returns the reason if that fails. */
async function connectTo(host: string, port: number): Promise<Client | string> {
  const socket = createConnection({ port, host, allowHalfOpen: true });
  try {
    await once(socket, "connect");
    return new Client(socket);
  } catch (error) {
    return String(error);
  }
}

async function serves(server: TestServer, host: string): Promise<boolean> {
  const client = await connectTo(host, server.process.port);
  if (typeof client === "string") return false;
  const domain = host.replaceAll(":", "_");
  await client.send(headers({ domain: `d${domain}` }) + numbered(0, 3));
  await client.end();
  const stored = scalar(
    server.path(`d${domain}`),
    "select count(*) from app_m",
  );
  return stored === 3;
}

test("-l 0 listens on a free port, on all IPv4 addresses", async () => {
  await using server = await TestServer.start("-l", "0");
  assert.ok(server.process.port > 0);
  assert.equal(await serves(server, "127.0.0.1"), true);
  await server.logs(/from 127\.0\.0\.1:\d+/);
});

test("-l 0 listens on all IPv6 addresses, too", {
  skip: !ipv6 && "IPv6 is not available",
}, async () => {
  await using server = await TestServer.start("-l", "0");
  assert.equal(await serves(server, "::1"), true);
  await server.logs(/from \[::1\]:\d+/);
  assert.equal(await serves(server, "127.0.0.1"), true);
});

test("-l 127.0.0.1:0 listens on that address only", {
  skip: !ipv6 && "IPv6 is not available",
}, async () => {
  await using server = await TestServer.start("-l", "127.0.0.1:0");
  assert.equal(await serves(server, "127.0.0.1"), true);
  assert.equal(await serves(server, "::1"), false);
});

test("-l [::1]:0 listens on that address only", {
  skip: !ipv6 && "IPv6 is not available",
}, async () => {
  await using server = await TestServer.start("--listen=[::1]:0");
  assert.equal(await serves(server, "::1"), true);
  assert.equal(await serves(server, "127.0.0.1"), false);
});
