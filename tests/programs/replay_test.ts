import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, gzipSync } from "node:zlib";
import { cleanEnv } from "../_support/clean_env.ts";
import { type Fact, formatFact } from "../../proxy/spool/journal_facts.ts";
import { headers, numbered } from "../_support/hello.ts";
import { bytes, packet, value } from "../_support/packet.ts";
import { runOml2, runProgram } from "../_support/run_command.ts";
import { Sink } from "../_support/sink.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { countRows, query, scalar } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const count = "select count(*) from app_m";

/** A directory with files of these contents. */
class Files implements Disposable {
  readonly root = makeTempDir();

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.root, name);
    writeFileSync(path, content);
    return path;
  }

  [Symbol.dispose](): void {
    removeTempDir(this.root);
  }
}

test("oml2 replay sends files, text and binary, and reports the result", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const text = files.write(
    "text.oml",
    headers({ domain: "a" }) + numbered(0, 100),
  );
  const binary = files.write(
    "binary.oml",
    bytes(
      headers({ domain: "b", content: "binary" }),
      packet({ stream: 1 }, value.int32(42)),
      packet({ stream: 1 }, value.int32(43)),
    ),
  );
  const done = await runOml2(
    ...["replay", text, binary, "--to", `127.0.0.1:${server.process.port}`],
  );
  assert.deepEqual(done.status, 0, done.stderr);
  assert.match(done.stdout, /text\.oml: \d+ bytes stored\n/);
  assert.match(done.stdout, /binary\.oml: \d+ bytes stored\n/);
  assert.equal(scalar(server.path("a"), count), 100);
  assert.equal(scalar(server.path("b"), count), 2);
  assert.equal(existsSync(`${text}.journal`), false);
});

test("oml2 replay rejects files that no server accepts, and sends the others", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const nonsense = files.write("nonsense", "no header\n".repeat(1e6));
  const text = files.write("text", headers({ domain: "a" }) + numbered(0, 10));
  const done = await runOml2(
    ...["replay", nonsense, text, "--to", `127.0.0.1:${server.process.port}`],
  );
  assert.equal(done.status, 1);
  assert.match(done.stderr, /nonsense: line 1: .*no colon: "no header"/);
  assert.match(done.stdout, /text: \d+ bytes stored\n/);
  assert.equal(scalar(server.path("a"), count), 10);
});

/** Files that no server accepts, and the error for each. */
const FAULTY: readonly (readonly [string | Uint8Array, RegExp])[] = [
  [
    headers({ domain: "a", schemas: ["1 app_m rx-bytes:int32"] }),
    /: line 6: .*rx-bytes/,
  ],
  [headers({ domain: "a" }).replace("domain: a\n", ""), /: line 2: .*domain/],
  [headers({ domain: "a", protocol: 6 }), /: line 1: .*protocol.*"6"/],
  [
    headers({ domain: "a" }).trimEnd() + "\n" + numbered(0, 1),
    /: line 8: .*no colon/,
  ],
  [headers({ domain: "a" }).trimEnd(), /: line 7: .*cut/],
  [
    gzipSync(headers({ domain: "a" })),
    /: it is packed by gzip: unpack it first/,
  ],
  [Buffer.from(headers({ domain: "a" }), "utf16le"), /: it is text in UTF-16/],
  [
    headers({ domain: "a" }) + numbered(0, 2) +
    headers({ domain: "a", protocol: 6 }),
    /: line 11: .*protocol.*"6"/,
  ],
  [bytes([0x7f], "ELF", [2, 1, 1, 0]), /: it is not text/],
  ["hello\n", /: line 1: .*no colon: "hello"/],
  ["x".repeat(100_000), /: line 1: .*more than 65536 bytes/],
  ["protocol: 4\n" + "x".repeat(100_000), /: line 2: .*more than 65536 bytes/],
  ["", /: it is empty/],
];

test("oml2 replay reports what no server accepts before it sends a byte of it", async () => {
  await using sink = await Sink.start();
  using files = new Files();
  const paths = FAULTY.map(([content], i) => files.write(`f${i}`, content));
  const done = await runOml2(
    ...["replay", ...paths, "--to", `127.0.0.1:${sink.port}`],
  );
  assert.equal(done.status, 1);
  assert.equal(done.stdout, "");
  assert.deepEqual(sink.received, []);
  const lines = done.stderr.trimEnd().split("\n");
  assert.equal(lines.length, FAULTY.length, done.stderr);
  for (const [i, [, reason]] of FAULTY.entries()) {
    assert.match(lines[i], reason);
  }
});

test("oml2 replay sends a file once even if it is given twice", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const path = files.write("a", headers({ domain: "a" }) + numbered(0, 10));
  const done = await runOml2(
    ...["replay", path, `${files.root}/./a`, path],
    ...["--to", `127.0.0.1:${server.process.port}`],
  );
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /^\S+a: \d+ bytes stored\n$/);
  assert.equal(scalar(server.path("a"), count), 10);
});

test("oml2 replay does not wait for a pipe, and sends the other files", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const pipe = join(files.root, "pipe");
  await runProgram(["mkfifo", pipe]);
  const text = files.write("text", headers({ domain: "a" }) + numbered(0, 10));
  const done = await runOml2(
    ...["replay", pipe, files.root, text],
    ...["--to", `127.0.0.1:${server.process.port}`],
  );
  assert.equal(done.status, 1);
  assert.match(
    done.stderr,
    /pipe: it is not a regular file: .*; nothing of it/,
  );
  assert.equal(
    done.stderr.match(/not a regular file/g)?.length,
    2,
    done.stderr,
  );
  assert.match(done.stdout, /text: \d+ bytes stored\n/);
  assert.equal(scalar(server.path("a"), count), 10);
});

test("oml2 replay sends its files even if the disk of its output is full", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const paths = ["a", "b"].map((domain) =>
    files.write(domain, headers({ domain }) + numbered(0, 10))
  );
  const [program, ...args] = oml2Command();
  const full = openSync("/dev/full", "w");
  try {
    const to = ["--to", `127.0.0.1:${server.process.port}`];
    const child = spawn(program, [...args, "replay", ...paths, ...to], {
      cwd: repositoryRoot,
      env: cleanEnv(),
      stdio: ["ignore", full, full],
    });
    const [status] = await once(child, "exit");
    assert.equal(status, 0);
  } finally {
    closeSync(full);
  }
  assert.equal(scalar(server.path("a"), count), 10);
  assert.equal(scalar(server.path("b"), count), 10);
});

/** Three runs of programs that open the same file for appending. */
function runs(tuples: number): readonly string[] {
  return [
    headers({ domain: "run", startTime: 1_000, sender: "n1" }) +
    numbered(0, 2) + "cut\t",
    headers({
      domain: "run",
      startTime: 4_600,
      sender: "n2",
      schemas: ["1 app_temp a:int32", "2 app_m seq:int32"],
    }) + "0.5\t1\t1\t37\n0.6\t2\t1\t2\n",
    headers({ domain: "other", sender: "n3" }) + numbered(0, tuples),
  ];
}

test("oml2 replay sends each stream of a file that was appended to", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const path = files.write("appended", runs(3).join(""));
  const done = await runOml2(
    ...["replay", path, "--to", `127.0.0.1:${server.process.port}`],
  );
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /appended, stream 3 of 3: \d+ bytes stored\n/);
  assert.deepEqual(
    query(
      server.path("run"),
      `select name, seq, oml_ts_client as ts from app_m
       join _senders on id = oml_sender_id order by ts, seq`,
    ),
    [
      { name: "n1", seq: 0, ts: 0 },
      { name: "n1", seq: 1, ts: 1 },
      { name: "n2", seq: 2, ts: 3600.6 },
    ],
  );
  assert.equal(scalar(server.path("run"), "select a from app_temp"), 37);
  assert.equal(scalar(server.path("other"), count), 3);
  assert.deepEqual(readdirSync(files.root), ["appended"]);
});

test("oml2 replay continues where it stopped, also in a file that has grown since", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const [, second, third] = runs(20_000);
  const path = files.write("appended", second + third);
  const to = ["--to", `127.0.0.1:${server.process.port}`];
  const journal = join(files.root, "appended#2.journal");
  const [program, ...args] = oml2Command();
  const broken = spawn(
    program,
    [...args, "replay", path, ...to, "--rate", "300k"],
    { cwd: repositoryRoot, env: cleanEnv(), stdio: "ignore" },
  );
  try {
    await waitFor("a part of it", () =>
      existsSync(journal) &&
      countRows(server.path("other"), "app_m") > 0, 10_000);
  } finally {
    broken.kill("SIGKILL");
  }
  const more = headers({ domain: "other", sender: "n4" }) + numbered(0, 10);
  appendFileSync(path, more);
  const done = await runOml2("replay", path, ...to);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(readFileSync(path, "latin1"), second + third + more);
  assert.equal(scalar(server.path("run"), count), 1);
  assert.equal(scalar(server.path("other"), count), 20_010);
  assert.deepEqual(readdirSync(files.root), ["appended"]);
});

test("oml2 replay uses a journal only if it belongs to the same bytes", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const to = ["--to", `127.0.0.1:${server.process.port}`];
  const stream = (domain: string) => headers({ domain }) + numbered(0, 100);
  const end = (text: string) => text.indexOf("50\t1\t50\t50\n");
  for (const [domain, of, rows] of [["a", "b", 100], ["c", "c", 50]] as const) {
    const path = files.write(domain, stream(domain));
    const crc = crc32(stream(of));
    const facts: Fact[] = [
      { kind: "stream", id: randomUUID(), begun: 1 },
      { kind: "data", from: 0, to: stream(of).length, crc },
      { kind: "sent", offset: end(stream(of)) },
    ];
    files.write(`${domain}#1.journal`, facts.map(formatFact).join(""));
    const done = await runOml2("replay", path, ...to, "--no-resume-header");
    assert.equal(done.status, 0, done.stderr);
    assert.equal(/does not match the file/.test(done.stderr), domain !== of);
    await server.closes(domain);
    assert.equal(scalar(server.path(domain), count), rows);
  }
});

test("oml2 replay sends read-only files, to a C server too", async () => {
  await using sink = await Sink.start();
  using files = new Files();
  const stream = headers({ domain: "a" }) + numbered(0, 10);
  const text = files.write("text", stream);
  chmodSync(text, 0o444);
  const done = await runOml2(
    ...["replay", text, "--to", `127.0.0.1:${sink.port}`],
    "--no-resume-header",
  );
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /text: \d+ bytes sent\n/);
  assert.equal(sink.received[0].text, stream);
});

test("oml2 replay names a missing file, and explains errors in its options", async () => {
  const absent = await runOml2("replay", "/absent", "--to", "127.0.0.1:1");
  assert.equal(absent.status, 1);
  assert.match(absent.stderr, /^oml2 replay: Cannot read \/absent: .*give/);
  const targetless = await runOml2("replay", "file");
  assert.equal(targetless.status, 2);
  assert.match(targetless.stderr, /--to/);
});
