import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { afterEach, beforeEach, test } from "node:test";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { NetListener } from "../../ports/net_listener.ts";
import type { Connection } from "../../ports/runtime.ts";
import { TlsPort } from "../../ports/tls_port.ts";
import { MOST_HANDSHAKES } from "../../ports/tls_limits.ts";
import { TestCa } from "../_support/certificates.ts";
import { waitFor } from "../_support/wait_for.ts";

let ca: TestCa;
let listener: NetListener | undefined;
let failures: string[];
beforeEach(() => {
  ca = new TestCa();
  failures = [];
});
afterEach(() => {
  listener?.close();
  listener = undefined;
  ca[Symbol.dispose]();
});

/** Listens with a certificate for localhost. */
async function listen(
  { clientCa, requiresCertificate = false, handshakeMs }: {
    clientCa?: string;
    requiresCertificate?: boolean;
    handshakeMs?: number;
  } = {},
): Promise<TlsPort> {
  const files = { ...ca.issue("server", "DNS:localhost"), clientCa };
  const upgrade = new TlsPort({
    files,
    requiresCertificate,
    ...handshakeMs !== undefined && { handshakeMs },
    failed: ({ host }, reason) => failures.push(`${host} ${reason}`),
  });
  listener = await NetListener.listen({
    ...{ port: 0, host: "127.0.0.1" },
    gate: { admits: () => true, upgrade },
  });
  return upgrade;
}

const port = () => listener?.address.port ?? 0;

function dial(options: ConnectionOptions = {}): TLSSocket {
  const socket = connect({
    ...{ port: port(), host: "127.0.0.1", servername: "localhost" },
    ...{ ca: readFileSync(ca.ca), allowHalfOpen: true },
    ...options,
  });
  return socket.on("error", () => undefined);
}

async function accept(): Promise<Connection> {
  const connection = await listener?.accept();
  assert.ok(connection);
  return connection;
}

async function readAll(connection: Connection): Promise<number> {
  let sum = 0;
  for (;;) {
    const bytes = await connection.read();
    if (bytes === null) return sum;
    sum += bytes.length;
  }
}

const failsFor = (reason: RegExp) =>
  waitFor(
    `a failure like ${reason}`,
    () => failures.some((one) => reason.test(one)) || failures.slice(-3).join(),
  );

test("Bytes arrive in both directions, and the client's end leaves the other one open", async () => {
  await listen();
  const client = dial();
  const connection = await accept();
  assert.equal(client.getProtocol(), "TLSv1.3");
  assert.equal(connection.peer.port, client.localPort);
  client.end("hello");
  const bytes = await connection.read();
  assert.equal(new TextDecoder().decode(bytes ?? undefined), "hello");
  assert.equal(await connection.read(), null);
  const heard = once(client, "data");
  await connection.write(new TextEncoder().encode("stored"));
  assert.equal(String((await heard)[0]), "stored");
  connection.close();
  await once(client, "end");
  assert.deepEqual(connection.names, []);
  client.destroy();
});

test("What is not read is held back by TCP, and nothing of it is lost", async () => {
  await listen();
  const client = dial();
  const connection = await accept();
  const size = 32 * 1024 * 1024;
  let written = false;
  client.end(new Uint8Array(size), () => written = true);
  assert.ok(await connection.read());
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(written, false);
  await readAll(connection);
  await waitFor("the end of the client", () => written || "not written");
  connection.close();
  client.destroy();
});

test("A slow handshake is given up, and a plain client is told about", async () => {
  await listen({ handshakeMs: 200 });
  const silent = createConnection(port(), "127.0.0.1");
  await once(silent, "close");
  await failsFor(/^127\.0\.0\.1 no TLS handshake within 0\.2 s$/);
  const plain = createConnection(port(), "127.0.0.1");
  plain.on("error", () => undefined).resume().write("MSG protocol: 4\n");
  await once(plain, "close");
  await failsFor(/does not speak TLS; .*--plain-listen/);
});

test("More handshakes than the limit end the oldest ones", async () => {
  await listen();
  const silent = Array.from(
    { length: MOST_HANDSHAKES + 1 },
    () => createConnection(port(), "127.0.0.1").on("error", () => undefined),
  );
  await failsFor(/newer TLS handshakes are in progress/);
  for (const socket of silent) socket.destroy();
  const client = dial();
  const connection = await accept();
  connection.close();
  client.destroy();
});

test("The names of a client's certificate are known", async () => {
  await listen({ clientCa: ca.ca, requiresCertificate: true });
  const { cert, key } = ca.issue("node1", "DNS:node1.lab,IP:10.0.0.1");
  const client = dial({ cert: readFileSync(cert), key: readFileSync(key) });
  const connection = await accept();
  assert.deepEqual(connection.names, ["node1", "node1.lab", "10.0.0.1"]);
  connection.close();
  client.destroy();
});

test("Clients without a certificate, or with a wrong one, are refused with the reason", async () => {
  await listen({ clientCa: ca.ca, requiresCertificate: true });
  dial();
  await failsFor(/no certificate, which --tls-require-client-cert/);
  const pem = ({ cert, key }: { cert: string; key: string }) => ({
    ...{ cert: readFileSync(cert), key: readFileSync(key) },
  });
  dial(pem(ca.issue("old", "DNS:old", -1)));
  await failsFor(/certificate has expired; renew it/);
  using other = new TestCa();
  dial(pem(other.issue("evil", "DNS:evil")));
  await failsFor(/issuer of its certificate is not in --tls-client-ca/);
});

test("A certificate that is not required is verified all the same", async () => {
  await listen({ clientCa: ca.ca });
  const client = dial();
  const connection = await accept();
  assert.deepEqual(connection.names, []);
  connection.close();
  client.destroy();
  using other = new TestCa();
  const { cert, key } = other.issue("evil", "DNS:evil");
  dial({ cert: readFileSync(cert), key: readFileSync(key) });
  await failsFor(/issuer of its certificate/);
});

test("A reload serves the new certificate, or keeps the old one", async () => {
  const upgrade = await listen();
  const serial = async () => {
    const client = dial();
    await once(client, "secureConnect");
    const { serialNumber } = client.getPeerCertificate();
    (await accept()).close();
    client.destroy();
    return serialNumber;
  };
  const first = await serial();
  ca.issue("server", "DNS:localhost");
  upgrade.reload();
  const second = await serial();
  assert.notEqual(second, first);
  ca.issue("server", "DNS:localhost", -1);
  assert.throws(() => upgrade.reload(), {
    name: "TlsError",
    message: /expired on/,
  });
  assert.equal(await serial(), second);
});

test("TLS 1.2 is accepted, older versions are not", async () => {
  await listen();
  const client = dial({ maxVersion: "TLSv1.2" });
  await once(client, "secureConnect");
  assert.equal(client.getProtocol(), "TLSv1.2");
  client.destroy();
});
