import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { type Issued, serving, TestCa } from "../_support/certificates.ts";
import { connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { runOml2 } from "../_support/run_command.ts";
import { countRows } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

/** Sends `text` by openssl; returns what that says of the connection. */
async function sendSecurely(
  port: number,
  { text, ca, options = [] }: {
    text: string;
    ca: TestCa;
    options?: readonly string[];
  },
): Promise<string> {
  const child = spawn("openssl", [
    ...["s_client", "-brief", "-connect", `127.0.0.1:${port}`],
    ...["-servername", "localhost", "-verify_return_error"],
    ...["-CAfile", ca.ca, "-verify_hostname", "localhost", ...options],
  ]);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (more) => said += more);
  child.stdout.resume();
  child.stdin.on("error", () => undefined).end(text);
  await once(child, "exit");
  return said;
}

const identity = ({ cert, key }: Issued) => ["-cert", cert, "-key", key];

const secureServer = (ca: TestCa, ...options: readonly string[]) =>
  TestServer.start(
    ...serving(ca.issue("server", "DNS:localhost,IP:127.0.0.1")),
    ...options,
  );

test("The port of -l speaks TLS 1.3 and 1.2, and --plain-listen one without", async () => {
  using ca = new TestCa();
  await using server = await secureServer(ca, "--plain-listen", "127.0.0.1:0");
  const text = (domain: string) => headers({ domain }) + numbered(0, 1000);
  const { port } = server.process;
  const newest = await sendSecurely(port, { text: text("a"), ca });
  assert.match(newest, /TLSv1\.3/);
  const older = await sendSecurely(port, {
    ...{ text: text("b"), ca, options: ["-tls1_2"] },
  });
  assert.match(older, /TLSv1\.2/);
  await server.sees(1000, "a");
  await server.sees(1000, "b");
  const said = server.process.stderr();
  const plain = Number(/without TLS on port (\d+)/.exec(said)?.[1]);
  const client = await connect(plain);
  await client.send(text("c"));
  await client.end();
  assert.equal(countRows(server.path("c"), "app_m"), 1000);
  const wrong = await server.connect();
  await wrong.send(text("d")).catch(() => undefined);
  assert.equal(await wrong.serverEndsWithin(), true);
  await server.logs(/127\.0\.0\.1: refused: it does not speak TLS/);
  const { stdout } = await runOml2("status", "-D", server.dataDir, "--json");
  assert.equal(JSON.parse(stdout).refused.handshakes, 1);
});

test("SIGHUP serves a renewed certificate, and keeps the old one if the new one is bad", async () => {
  using ca = new TestCa();
  await using server = await secureServer(ca);
  const { port, pid } = server.process;
  const send = (domain: string) =>
    sendSecurely(port, { text: headers({ domain }) + numbered(0, 5), ca });
  writeFileSync(ca.path("server.pem"), "broken\n");
  process.kill(pid, "SIGHUP");
  await server.logs(/ERROR Cannot use .*server\.pem: there is no certificate/);
  await send("a");
  await server.sees(5, "a");
  ca.issue("server", "DNS:other");
  process.kill(pid, "SIGHUP");
  await server.logs(/INFO SIGHUP: certificates read again/);
  assert.match(await send("b"), /[Hh]ostname mismatch/);
});

test("A server with a bad certificate does not start, and says why", async () => {
  using ca = new TestCa();
  const old = ca.issue("old", "DNS:localhost", -1);
  for (const program of ["server", "proxy"]) {
    const { status, stderr } = await runOml2(
      ...[program, "-l", "127.0.0.1:0", ...serving(old)],
    );
    assert.equal(status, 1);
    assert.match(stderr, /old\.pem: it expired on .*; renew it/);
    const lone = await runOml2(program, "--tls-cert", old.cert);
    assert.equal(lone.status, 2);
    assert.match(lone.stderr, /--tls-cert needs --tls-key/);
  }
});

test("Client certificates decide who may write to which domain", async () => {
  using ca = new TestCa();
  const domains = join(ca.directory, "domains");
  writeFileSync(domains, "node1.lab lab-*\n");
  await using server = await secureServer(
    ca,
    ...["--tls-client-ca", ca.ca, "--tls-require-client-cert"],
    ...["--tls-domains", domains],
  );
  const { port, pid } = server.process;
  const options = identity(ca.issue("node1", "DNS:node1.lab"));
  const text = (domain: string) => headers({ domain }) + numbered(0, 5);
  await sendSecurely(port, { text: text("lab-1"), ca, options });
  await server.sees(5, "lab-1");
  await sendSecurely(port, { text: text("other"), ca, options });
  await server.logs(
    /domain "other" is refused: --tls-domains does not list it for node1/,
  );
  assert.equal(server.has("other"), false);
  await sendSecurely(port, { text: text("lab-2"), ca });
  await server.logs(/no certificate, which --tls-require-client-cert/);
  assert.equal(server.has("lab-2"), false);
  writeFileSync(domains, "node1 *\n");
  process.kill(pid, "SIGHUP");
  await server.logs(/certificates read again/);
  await sendSecurely(port, { text: text("other"), ca, options });
  await server.sees(5, "other");
});

test("oml2 load and the proxy send to a server with TLS, over a proxy with TLS", async () => {
  using ca = new TestCa();
  await using server = await secureServer(
    ca,
    ...["--tls-client-ca", ca.ca, "--tls-require-client-cert"],
  );
  const node = ca.issue("node1", "DNS:node1");
  await using proxy = await TestProxy.start(
    server.process.port,
    ...serving(ca.issue("proxy", "DNS:localhost")),
    ...["-a", `tls:localhost:${server.process.port}`, "--auto-resume"],
    ...["--dst-tls-ca", ca.ca],
    ...["--dst-tls-cert", node.cert, "--dst-tls-key", node.key],
  );
  const load = await runOml2(
    ...["load", `tls:localhost:${proxy.port}`, "--tls-ca", ca.ca],
    ...["--tuples", "1000", "--domain", "x", "--connections", "2"],
  );
  assert.equal(load.status, 0, load.stderr);
  await server.sees(1000, "x-0", "load_lin", 30_000);
});

test("Errors of tls: targets name the remedy", async () => {
  using ca = new TestCa();
  await using server = await secureServer(ca);
  await using plain = await TestServer.start();
  const old = ca.issue("client", "DNS:client", -1);
  const load = async (target: string, ...options: readonly string[]) => {
    const args = ["load", target, "--tuples", "1", ...options];
    const { status, stderr } = await runOml2(...args);
    assert.equal(status, 1);
    return stderr;
  };
  const { port } = server.process;
  assert.match(
    await load(`tls:localhost:${port}`),
    /issuer of the certificate of localhost is unknown; .*OML_TLS_CA/,
  );
  using other = new TestCa();
  await using elsewhere = await TestServer.start(
    ...serving(other.issue("server", "DNS:elsewhere.lab")),
  );
  assert.match(
    await load(
      ...[`tls:localhost:${elsewhere.process.port}`, "--tls-ca"] as const,
      other.ca,
    ),
    /is not for localhost, but for DNS:elsewhere\.lab; connect by/,
  );
  assert.match(
    await load(`tls:localhost:${plain.process.port}`, "--tls-ca", ca.ca),
    /closed the connection in the TLS handshake; .* use tcp: if it does not/,
  );
  const withOld = ["--tls-cert", old.cert, "--tls-key", old.key];
  assert.match(
    await load(`tls:localhost:${port}`, "--tls-ca", ca.ca, ...withOld),
    /client\.pem: it expired on .*renew/,
  );
});
