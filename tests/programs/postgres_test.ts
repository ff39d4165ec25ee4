import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { after, before, test } from "../_support/postgres_tests.ts";
import { runCommand } from "../_support/run_command.ts";
import { type ServerProcess, startServer } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const SECRET = "s3cr3t 'quoted\\";
const HAS_OPENSSL = spawnSync("openssl", ["version"]).status === 0;

let postgres: PostgresServer;
let directory = "";
before(async () => {
  directory = makeTempDir();
  postgres = await PostgresServer.start();
  await postgres.query("postgres", "CREATE ROLE oml LOGIN CREATEDB");
  const quoted = SECRET.replaceAll("'", "''");
  await postgres.query("postgres", `ALTER ROLE oml PASSWORD '${quoted}'`);
  if (HAS_OPENSSL) makeCertificate(postgres.dataDir);
  await postgres.configure(HAS_OPENSSL ? ["ssl = on"] : [], [
    "host all admin 127.0.0.1/32 trust",
    "hostssl secure oml 127.0.0.1/32 scram-sha-256",
    "hostnossl secure oml 127.0.0.1/32 reject",
    "host all oml 127.0.0.1/32 scram-sha-256",
    "local all all trust",
  ]);
});
after(async () => {
  await postgres[Symbol.asyncDispose]();
  removeTempDir(directory);
});

const reach = () => [
  ...["-b", "postgresql", "--pg-host=127.0.0.1"],
  `--pg-port=${postgres.port}`,
];

/** Stores three tuples with a server that is started with these options. */
async function store(
  domain: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const server = await startServer({ dataDir: directory, args, env });
  try {
    const client = await connect(server.port);
    await client.send(headers({ domain }) + numbered(0, 3));
    await client.end();
    const stored = await postgres.column(domain, "SELECT seq FROM app_m");
    assert.equal(stored.length % 3, 0);
    assert.notEqual(stored.length, 0);
    return server;
  } finally {
    assert.equal(await server.stop(), 0, server.stderr());
  }
}

test(
  "A password soon disappears from the command line, and appears in no log",
  {
    skip: !existsSync("/proc/self/cmdline") && "/proc is missing",
  },
  async () => {
    for (
      const secret of [
        [`--pg-pass=${SECRET}`, "--pg-user=oml"],
        ["--pg-connect", `user=oml password='s3cr3t \\'quoted\\\\'`],
      ]
    ) {
      const args = [...reach(), ...secret, "-d4"];
      const server = await startServer({ dataDir: directory, args });
      const client = await connect(server.port);
      await client.send(headers({ domain: "secret" }) + numbered(0, 3));
      await client.end();
      const commandLine = readFileSync(`/proc/${server.pid}/cmdline`, "latin1");
      assert.doesNotMatch(commandLine, /s3cr3t/);
      assert.match(commandLine, /oml2-server/);
      assert.equal(await server.stop(), 0);
      assert.doesNotMatch(server.stderr(), /s3cr3t/);
      assert.doesNotMatch(postgres.log(), /s3cr3t/);
    }
  },
);

test("A wrong password is reported without showing it", async () => {
  const args = [...reach(), "--pg-pass=s3cr3t", "--pg-user=oml", "-l0"];
  const { status, stderr } = await runCommand(...args, "-d4");
  assert.equal(status, 1);
  assert.match(stderr, /password authentication failed/);
  assert.doesNotMatch(stderr, /s3cr3t/);
});

test("An invalid --pg-connect is reported without showing its password", async () => {
  const info = "password=s3cr3t nonsense=1";
  const { status, stderr } = await runCommand("-l0", "--pg-connect", info);
  assert.equal(status, 2);
  assert.match(
    stderr,
    /--pg-connect: unknown parameter "nonsense"; use host, /,
  );
  assert.doesNotMatch(stderr, /s3cr3t/);
});

test("PGPASSWORD sets the password", async () => {
  await store("from-env", [...reach(), "--pg-user=oml"], {
    PGPASSWORD: SECRET,
  });
});

for (const place of ["PGPASSFILE", "passfile", "~/.pgpass"]) {
  test(`A password file is read: ${place}`, async () => {
    const file = join(directory, ".pgpass");
    const password = SECRET.replace(/[\\:]/g, "\\$&");
    writeFileSync(file, `127.0.0.1:*:*:oml:${password}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    const args = [...reach(), "--pg-user=oml"];
    const env: Record<string, string> = {};
    if (place === "PGPASSFILE") env.PGPASSFILE = file;
    else if (place === "passfile") args.push(`--pg-connect=passfile=${file}`);
    else env.HOME = directory;
    await store("from-file", args, env);
  });
}

test("--pg-host may be the directory of a Unix socket", async () => {
  const { socketDir, port } = postgres;
  const args = ["-b", "postgresql", `--pg-host=${socketDir}`];
  await store("socket", [...args, `--pg-port=${port}`, "--pg-user=oml"]);
});

test("--pg-connect overrides the other options", async () => {
  const info = `hostaddr=127.0.0.1 port=${postgres.port} user=admin ` +
    "dbname=x application_name=me options='-c work_mem=5MB'";
  const args = ["-b", "postgresql", "--pg-host=nowhere.invalid"];
  const server = await store("told", [...args, "--pg-connect", info]);
  assert.match(server.stderr(), /WARN.*dbname is ignored/);
});

const senderOf = (mode: string) => mode.replaceAll(/\W+/g, "-");
const countOf = (sender: string) =>
  "SELECT count(*) FROM app_m JOIN _senders ON id = oml_sender_id " +
  `WHERE name = '${sender}'`;

for (
  const [mode, works] of [
    ["disable", false],
    ["allow", true],
    ["prefer", true],
    ["require", true],
    ["verify-ca", true],
    ["verify-full", false],
    ["verify-full host=oml.test hostaddr=127.0.0.1", true],
  ] as const
) {
  test(
    `sslmode=${mode} ${works ? "reaches" : "does not reach"} a server with a ` +
      "certificate for another name",
    { skip: !HAS_OPENSSL && "openssl is not installed" },
    async () => {
      const root = mode.startsWith("verify")
        ? ` sslrootcert=${join(directory, "root.crt")}`
        : "";
      const args = [...reach(), "--pg-user=oml"];
      args.push("--pg-connect", `sslmode=${mode}${root}`);
      const env = { PGPASSWORD: SECRET };
      await postgres.query("postgres", "CREATE DATABASE secure OWNER oml")
        .catch(() => undefined);
      const server = await startServer({ dataDir: directory, args, env })
        .catch((error) => String(error));
      if (typeof server === "string") {
        assert.match(server, /altnames|IP: 127\.0\.0\.1|not valid for name/i);
        return assert.ok(!works, server);
      }
      const client = await connect(server.port);
      const hello = { domain: "secure", sender: senderOf(mode) };
      await client.send(headers(hello) + numbered(0, 3));
      if (works) {
        await waitFor("the rows", async () => {
          const [stored] = await postgres.column(
            "secure",
            countOf(senderOf(mode)),
          )
            .catch(() => []);
          return Number(stored) === 3 || server.stderr();
        });
      } else assert.ok(await client.serverEndsWithin(), server.stderr());
      client.destroy();
      await server.stop();
    },
  );
}

test("A required root certificate must be trusted", {
  skip: !HAS_OPENSSL && "openssl is not installed",
}, async () => {
  const args = [...reach(), "--pg-user=oml", "-l0"];
  args.push("--pg-connect", "sslmode=verify-ca sslrootcert=system");
  const { status, stderr } = await runCommand(...args);
  assert.equal(status, 1);
  assert.match(stderr, /self-signed certificate|UnknownIssuer/);
});

/** A certificate for oml.test that only this test trusts. */
function makeCertificate(dataDir: string): void {
  const [key, cert] = ["server.key", "server.crt"].map((name) =>
    join(dataDir, name)
  );
  const { status, stderr } = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"],
    ...["-subj", "/CN=oml.test", "-addext", "subjectAltName=DNS:oml.test"],
    ...["-keyout", key, "-out", cert],
  ], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { uid, gid } = statSync(dataDir);
  for (const file of [key, cert]) chownSync(file, uid, gid);
  chmodSync(key, 0o600);
  writeFileSync(join(directory, "root.crt"), readFileSync(cert));
}
