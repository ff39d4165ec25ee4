import assert from "node:assert/strict";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { bytes, packet, value } from "../_support/packet.ts";
import { runOml2 } from "../_support/run_command.ts";
import { Sink } from "../_support/sink.ts";
import { scalar } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";

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

test("oml2 replay sends files, text and binary, and says what became of them", async () => {
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

test("oml2 replay refuses files that no server takes, and sends the others", async () => {
  await using server = await TestServer.start();
  using files = new Files();
  const nonsense = files.write("nonsense", `${"no header\n".repeat(1e6)}\n`);
  const text = files.write("text", headers({ domain: "a" }) + numbered(0, 10));
  const done = await runOml2(
    ...["replay", nonsense, text, "--to", `127.0.0.1:${server.process.port}`],
  );
  assert.equal(done.status, 1);
  assert.match(done.stdout, /text: \d+ bytes stored\n/);
  assert.equal(scalar(server.path("a"), count), 10);
});

test("oml2 replay sends files that can't be written, to a C server too", async () => {
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

test("oml2 replay names a file that is not there, and what is wrong with options", async () => {
  const absent = await runOml2("replay", "/absent", "--to", "127.0.0.1:1");
  assert.equal(absent.status, 1);
  assert.match(absent.stderr, /^oml2 replay: Cannot read \/absent: .*give/);
  const targetless = await runOml2("replay", "file");
  assert.equal(targetless.status, 2);
  assert.match(targetless.stderr, /--to/);
});
