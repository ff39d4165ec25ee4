import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { notRoot } from "../_support/as_root.ts";
import { serving, TestCa } from "../_support/certificates.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { runCommand, runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

test("A check without problems exits with 0, and leaves no files", async () => {
  const log = join(directory, "server.log");
  const data = join(directory, "data");
  mkdirSync(data);
  for (
    const check of [
      runOml2("check", "-D", data, "-l0", "--logfile", log),
      runCommand("-D", data, "-l0", "--logfile", log, "--check"),
    ]
  ) {
    const { status, stdout, stderr } = await check;
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^ok +SQLite +works, journal mode/m);
    assert.match(stdout, /^0 problems, \d+ warnings?; nothing was started\n$/m);
  }
  assert.deepEqual(readdirSync(directory), ["data"]);
  assert.deepEqual(readdirSync(data), []);
});

test("A check reports each problem with its remedy, and exits with 1", async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
  const { port } = taken.address() as { port: number };
  try {
    const { status, stdout, stderr } = await runOml2(
      ...["check", "-D", join(directory, "no", "where")],
      ...["-l", `127.0.0.1:${port}`, "-H", "no-such-hook"],
      ...["--logfile", join(directory, "no", "log")],
    );
    assert.deepEqual([status, stderr], [1, ""]);
    assert.match(stdout, new RegExp(`^problem +port +Cannot .* ${port}`, "m"));
    assert.match(stdout, /^problem +data directory .*\n +→ .*-D$/m);
    assert.match(stdout, /^problem +log .*\n +→ .*--logfile/m);
    assert.match(stdout, /^problem +event hook .*\n +→ .*chmod \+x/m);
    assert.match(stdout, /^4 problems, /m);
  } finally {
    taken.close();
  }
});

test("A check of --http reads the token, and looks at the port", async () => {
  const token = join(directory, "token");
  writeFileSync(token, "0123456789abcdef\n");
  const check = (...options: readonly string[]) =>
    runOml2("check", "-D", directory, "-l0", ...options);
  const good = await check("--http", "0", "--http-token-file", token);
  assert.match(
    good.stdout,
    /^ok +HTTP +any free port, on 127\.0\.0\.1, with a /m,
  );
  writeFileSync(token, "short");
  const bad = await check("--http", "0", "--http-token-file", token);
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, /^problem +HTTP +The token in .* has 5 characters/m);
});

test("A check of the proxy reports its ports, files and certificates, and leaves no files", async () => {
  using ca = new TestCa();
  const log = join(directory, "proxy.log");
  const check = (...options: readonly string[]) =>
    runOml2(
      ...["proxy", "--check", "-l", "127.0.0.1:0", "-c", "127.0.0.1:0"],
      ...["-r", join(directory, "r"), "--logfile", log, ...options],
    );
  const good = await check(
    ...serving(ca.issue("proxy", "DNS:localhost")),
    ...["-a", "tls:localhost:3003", "--dst-tls-ca", ca.ca],
  );
  assert.deepEqual([good.status, good.stderr], [0, ""]);
  for (const subject of ["port", "control port", "TLS", "upstream TLS"]) {
    assert.match(good.stdout, new RegExp(`^ok +${subject}  `, "m"));
  }
  assert.match(good.stdout, /^0 problems, 0 warnings; nothing was started\n$/m);
  assert.deepEqual(readdirSync(directory), []);
  const bad = await check(
    ...serving({ ...ca.issue("other", "DNS:localhost"), cert: ca.ca }),
    ...["-r", join(directory, "none", "r")],
  );
  assert.equal(bad.status, 1);
  assert.match(
    bad.stdout,
    /^problem +TLS .* is not its key\n +→ give the key/m,
  );
  assert.match(bad.stdout, /^problem +result files .*\n +→ .*--resultfile/m);
});

test("A check of TLS reports what a start would, and what SIGHUP can't read", async () => {
  using ca = new TestCa();
  const check = (...options: readonly string[]) =>
    runOml2("check", "-D", directory, "-l0", ...options);
  const good = ca.issue("server", "DNS:localhost");
  const fine = await check(...serving(good));
  assert.equal(fine.status, 0, fine.stdout);
  assert.match(
    fine.stdout,
    /^ok +TLS +.*server\.pem and its key, valid until /m,
  );
  const expired = await check(
    ...serving(ca.issue("old", "DNS:localhost", -1)),
  );
  assert.equal(expired.status, 1);
  assert.match(expired.stdout, /^problem +TLS .*expired on .*\n +→ renew it/m);
});

test(
  "A check by root warns of certificates that --user can't read",
  { skip: notRoot },
  async () => {
    using ca = new TestCa();
    const { stdout } = await runOml2(
      ...["check", "-D", directory, "-l0", "--user=nobody"],
      ...serving(ca.issue("server", "DNS:localhost")),
    );
    assert.match(stdout, /^ok +TLS {2}/m);
    assert.match(
      stdout,
      /^warning +TLS renewal +SIGHUP can't read .*server\.key/m,
    );
  },
);

test("A check names the running server, and does not disturb it", async () => {
  await using server = await TestServer.start();
  const { pid } = server.process;
  const { status, stdout } = await runOml2(
    ...["check", "-D", server.dataDir, "-l0"],
  );
  assert.equal(status, 1);
  assert.match(stdout, new RegExp(`^problem +lock .* ${pid} is using`, "m"));
  assert.equal(await server.process.stop(), 0);
});

test("Bad options make a check exit with 2", async () => {
  const { status, stdout, stderr } = await runOml2("check", "-l", "70000");
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^oml2 check: option --listen: "70000" /);
});

test(
  "A check by root uses the permissions of --user",
  { skip: notRoot },
  async () => {
    const args = ["check", "-D", directory, "-l0", "--user=nobody"];
    const { status, stdout } = await runOml2(...args);
    assert.equal(status, 1);
    assert.match(stdout, /^ok +user +nobody \(uid \d+, gid \d+\)$/m);
    assert.match(stdout, /^problem +data directory .*(EACCES|denied)/m);
  },
);

test(
  "A check logs in to PostgreSQL, and reports missing privileges of its role",
  {
    skip: whyNoPostgres(),
  },
  async () => {
    await using postgres = await PostgresServer.start();
    const args = ["check", "-l0", ...postgres.args];
    const { status, stdout } = await runOml2(...args);
    assert.equal(status, 0, stdout);
    assert.match(
      stdout,
      /^ok +PostgreSQL +postgresql:\/\/admin@127.0.0.1:\d+ allows creating databases/m,
    );
    await postgres.query("postgres", "CREATE ROLE weak LOGIN");
    const weak = await runOml2(...args, "--pg-user=weak", "--pg-pass=s3cret");
    assert.equal(weak.status, 1);
    assert.match(
      weak.stdout,
      /^problem +PostgreSQL .* weak may not .*\n +→ .*ALTER ROLE "?weak"? CREATEDB/m,
    );
    assert.doesNotMatch(weak.stdout + weak.stderr, /s3cret/);
    await postgres.stop();
    const away = await runOml2(...args);
    assert.equal(away.status, 1);
    assert.match(away.stdout, /^problem +PostgreSQL .*ECONNREFUSED/m);
  },
);

test("SQL files that can't be read, or use unknown names, stop the check and the start", async () => {
  const good = join(directory, "good.sql");
  writeFileSync(good, "CREATE INDEX ON :schema.:table (oml_ts_server);\n");
  const bad = join(directory, "bad.sql");
  writeFileSync(bad, "SELECT 1;\nSELECT :tabel;\n");
  const missing = join(directory, "missing.sql");
  const base = ["-l0", "-b", "postgresql", "--pg-host=127.0.0.1"];
  const args = [...base, "--pg-port=1", `--pg-on-table=${good}`];

  const fine = await runOml2("check", ...args);
  assert.match(fine.stdout, /^ok +SQL of --pg-on-\* .*good\.sql can be read$/m);

  const wrong = await runOml2("check", ...args, `--pg-on-table=${bad}`);
  assert.match(wrong.stdout, /^problem +SQL .*bad\.sql:2: :tabel is unknown$/m);
  assert.match(wrong.stdout, /^ +→ use :database, :schema, :table, :columns;/m);

  const gone = [...args, `--pg-on-database=${missing}`];
  const check = await runCommand(...gone, "--check");
  assert.equal(check.status, 1);
  assert.match(check.stdout, /^problem +SQL .*Cannot read .*missing\.sql/m);
  assert.match(check.stdout, /^ +→ give --pg-on-database a file/m);
  const start = await runCommand(...gone);
  assert.equal(start.status, 1);
  assert.match(start.stderr, /Cannot read .*missing\.sql.*--pg-on-database/);
});
