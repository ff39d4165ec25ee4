import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { countRows, query } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { runLoad } from "./_support/run_load.ts";

const MANY = ["--tuples", "20000", "--connections", "10", "--experiments", "3"];

for (const content of ["text", "binary"]) {
  test(`A load as ${content} is stored, and its check confirms it`, async () => {
    await using server = await TestServer.start();
    const { status, stdout, stderr } = await runLoad(
      ...[String(server.process.port), ...MANY, `--${content}`],
      ...["--domain", "many", "--check", server.dataDir],
    );
    assert.equal(status, 0, stdout + stderr);
    assert.match(
      stdout,
      /^20,000 tuples .* 10 connections into 3 exper.*\/s$/m,
    );
    assert.match(stdout, /^checked: every tuple is stored/m);
    const counts = [0, 1, 2].map((i) =>
      countRows(server.path(`many-${i}`), "load_lin")
    );
    assert.deepEqual(counts, [8000, 6000, 6000]);
  });
}

for (const schema of ["wide", "numbers", "strings", "trickle"]) {
  test(`Tuples of schema ${schema} are all accepted`, async () => {
    await using server = await TestServer.start();
    for (const content of ["--text", "--binary"]) {
      const { status, stdout, stderr } = await runLoad(
        ...[String(server.process.port), "--tuples", "3000", content],
        ...["--schema", schema, "--check", server.dataDir],
      );
      assert.equal(status, 0, stdout + stderr);
    }
  });
}

test("A check of the wrong directory fails, and names what is missing", async () => {
  await using server = await TestServer.start();
  const elsewhere = makeTempDir();
  try {
    const { status, stdout } = await runLoad(
      ...[String(server.process.port), "--tuples", "100", "--json"],
      ...["--domain", "here", "--check", elsewhere],
    );
    assert.equal(status, 1);
    const { tuples, checked, faults } = JSON.parse(stdout);
    assert.equal(tuples, 100);
    assert.equal(checked, true);
    assert.equal(faults.length, 1);
    assert.match(faults[0], /here-0\.sq3 is missing$/);
  } finally {
    removeTempDir(elsewhere);
  }
});

test("A rate is kept, and visibility is measured", async () => {
  await using server = await TestServer.start();
  const { status, stdout, stderr } = await runLoad(
    ...[String(server.process.port), "--rate", "50", "--seconds", "1.5"],
    ...["--connections", "4", "--experiments", "2", "--json"],
    ...["--check", server.dataDir, "--latency", server.dataDir],
  );
  assert.equal(status, 0, stdout + stderr);
  const { tuples, latency } = JSON.parse(stdout);
  assert(tuples > 100 && tuples <= 300, `${tuples} tuples, about 300 expected`);
  assert.equal(latency.tuples, tuples);
  assert(latency.p50 <= latency.p99 && latency.p99 <= latency.max);
  assert(latency.max < 5_000, `visible after ${latency.max} ms`);
});

test("Loads into the same experiments are distinguished", async () => {
  await using server = await TestServer.start();
  const options = [String(server.process.port), "--tuples", "500"];
  for (let i = 0; i < 2; i++) {
    const { status, stdout, stderr } = await runLoad(
      ...[...options, "--domain", "same", "--check", server.dataDir],
    );
    assert.equal(status, 0, stdout + stderr);
  }
  const senders = query(server.path("same-0"), "select name from _senders");
  assert.equal(senders.length, 2);
});

test("A load without a server fails with an error and a remedy", async () => {
  const listener = createServer().listen(0);
  await once(listener, "listening");
  const address = listener.address();
  assert(address !== null && typeof address === "object");
  listener.close();
  const { status, stderr } = await runLoad(`127.0.0.1:${address.port}`);
  assert.equal(status, 1);
  assert.match(stderr, /^oml2 load: Cannot open connection 0 to 127.*listens/);
});

test("A load fails if the server closes the connection", async () => {
  const listener = createServer((socket) => {
    socket.once("data", () => socket.resetAndDestroy());
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  assert(address !== null && typeof address === "object");
  try {
    const { status, stderr } = await runLoad(
      ...[`127.0.0.1:${address.port}`, "--tuples", "100000"],
    );
    assert.equal(status, 1);
    assert.match(stderr, /^oml2 load: Connection 0 broke after \d+ tuples: /);
  } finally {
    listener.close();
  }
});

test("--help and wrong options are answered at once", async () => {
  const help = await runLoad("--help");
  assert.equal(help.status, 0);
  assert.match(help.stdout, /^Usage: oml2 load \[\[tls:\]\[HOST:\]PORT\]/);
  const wrong = await runLoad("--tuples", "many");
  assert.equal(wrong.status, 2);
  assert.match(
    wrong.stderr,
    /^oml2 load: option --tuples: "many" is not a count; /,
  );
});
