import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { runOml2 } from "../_support/run_command.ts";
import { SmallDisk } from "../_support/small_disk.ts";
import { column, countRows, scalar, sideFiles } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestImport } from "../_support/test_import.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const A = headers({ domain: "a" });
const COUNT = "select count(*) from app_m";
const DISTINCT = "select count(distinct seq) from app_m";

/** Enough tuples that an import takes a while. */
const MANY = 500_000;

/** A data directory, and room for files beside it. */
class Bed implements Disposable {
  readonly root = makeTempDir();
  readonly dataDir: string = join(this.root, "data");

  constructor() {
    mkdirSync(this.dataDir);
  }

  path(name: string): string {
    return join(this.root, name);
  }

  /** The path of a new file. */
  file(name: string, contents: string): string {
    writeFileSync(this.path(name), contents);
    return this.path(name);
  }

  database(domain: string): string {
    return join(this.dataDir, `${domain}.sq3`);
  }

  import(...args: readonly string[]) {
    return runOml2("import", "-D", this.dataDir, ...args);
  }

  [Symbol.dispose](): void {
    removeTempDir(this.root);
  }
}

test("oml2 import stores files, sums each up, and refuses them the second time", async () => {
  using bed = new Bed();
  const a = bed.file("a.oml", A + numbered(0, 3) + "bad\n" + "3\t1\t3\t4.5\n");
  const b = bed.file("b.oml", headers({ domain: "b" }) + numbered(0, 5));
  const first = await bed.import(a, b);
  assert.equal(first.status, 0, first.stderr);
  assert.match(
    first.stdout,
    /^.*a\.oml: 1 stream, 4 tuples, 1 rejected, 1 converted, experiment a, \d+\.\d\d s\n.*b\.oml: 1 stream, 5 tuples, 0 rejected, 0 converted, experiment b, \d+\.\d\d s\n$/,
  );
  assert.match(first.stderr, /WARNING \S*a\.oml: rejected, .*: bad\n/);
  assert.match(first.stderr, /WARNING \S*a\.oml: stored, .* in field seq /);
  assert.equal(countRows(bed.database("a"), "app_m"), 4);
  assert.deepEqual(sideFiles(bed.database("a")), []);

  const second = await bed.import(a, b);
  assert.equal(second.status, 1);
  assert.equal(second.stdout, "");
  assert.match(
    second.stderr,
    /^oml2 import: Cannot import \S*a\.oml: it was imported before; give --again to store it once more\n.*b\.oml: it was/,
  );
  const again = await bed.import(a, "--again");
  assert.equal(again.status, 0, again.stderr);
  assert.equal(countRows(bed.database("a"), "app_m"), 8);
});

test("An import is refused while a server uses the data directory, which then finds what was imported", async () => {
  using bed = new Bed();
  const file = bed.file("a.oml", A + numbered(0, 3));
  await using server = await TestServer.start();
  const args = ["-D", server.dataDir, file];
  const refused = await runOml2("import", ...args);
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /^oml2 import: Cannot use .*: the oml2-server or oml2 import with process id \d+ is using it; send the files to it, by oml2 replay FILE\.\.\. --to HOST:PORT, or stop it\n$/,
  );
  await server.process.stop();
  assert.equal((await runOml2("import", ...args)).status, 0);
  await server.startAgain();
  const client = await server.client({ domain: "a", sender: "s2" });
  await client.send(numbered(3, 5));
  await client.end();
  await server.sees(5, "a");
  assert.equal(await server.stop(), 0);
});

for (
  const [what, args] of [
    ["text", []],
    ["text, journal delete", ["--journal=delete"]],
  ] as const
) {
  test(`After kills -9 an import goes on, and stores all once (${what})`, async () => {
    using bed = new Bed();
    const other = headers({ domain: "a", sender: "s2" });
    const file = bed.file(
      "a.oml",
      A + numbered(0, MANY / 2) + other + numbered(MANY / 2, MANY),
    );
    const all = ["-D", bed.dataDir, file, ...args];
    const database = bed.database("a");
    let kills = 0;
    for (const least of [1, 0.2 * MANY, 0.4 * MANY, 0.6 * MANY, 0.8 * MANY]) {
      const running = new TestImport(...all);
      await waitFor(
        `${least} rows`,
        () => !running.isRunning || countRows(database, "app_m") >= least,
      );
      if (await running.stop("SIGKILL") === "SIGKILL") kills++;
    }
    assert.ok(kills > 0);
    const last = await runOml2("import", ...all);
    if (last.status !== 0) assert.match(last.stderr, /was imported before/);
    assert.equal(scalar(database, "pragma integrity_check"), "ok");
    assert.equal(scalar(database, COUNT), MANY);
    assert.equal(scalar(database, DISTINCT), MANY);
    const seqs = column(
      database,
      "select seq from app_m order by oml_tuple_id",
    );
    assert.ok(seqs.every((seq, i) => seq === i), "in their order");
    assert.match((await runOml2("import", ...all)).stderr, /imported before/);
  });
}

test("After kills -9 several files go on, and are stored once", async () => {
  using bed = new Bed();
  const domains = ["a", "b", "c"];
  const files = domains.map((domain) =>
    bed.file(`${domain}.oml`, headers({ domain }) + numbered(0, MANY / 2))
  );
  const all = [...files, "-D", bed.dataDir];
  const rows = () =>
    domains.reduce(
      (n, domain) => n + countRows(bed.database(domain), "app_m"),
      0,
    );
  let kills = 0;
  for (const least of [1, 0.5 * MANY, MANY]) {
    const running = new TestImport(...all);
    await waitFor(`${least} rows`, () => !running.isRunning || rows() >= least);
    if (await running.stop("SIGKILL") === "SIGKILL") kills++;
  }
  assert.ok(kills > 0);
  const last = await runOml2("import", ...all);
  if (last.status !== 0) assert.match(last.stderr, /was imported before/);
  for (const domain of domains) {
    const database = bed.database(domain);
    assert.equal(scalar(database, COUNT), MANY / 2);
    assert.equal(scalar(database, DISTINCT), MANY / 2);
  }
});

test("Ctrl-C keeps what was read, and tells how to go on", async () => {
  using bed = new Bed();
  // The signal must arrive before the end.
  const many = 4 * MANY;
  const a = bed.file("a.oml", A + numbered(0, many));
  const b = bed.file("b.oml", A + numbered(many, many + 5));
  const running = new TestImport(a, b, "-D", bed.dataDir);
  const database = bed.database("a");
  await waitFor("rows", () => countRows(database, "app_m") > 0);
  assert.equal(await running.stop("SIGINT"), 1);
  assert.match(
    running.stderr,
    /oml2 import: stopped; run it again with \S*a\.oml and the files after it to go on\n$/,
  );
  const rows = countRows(database, "app_m");
  assert.match(
    running.stdout,
    new RegExp(`a\\.oml: 1 stream, ${rows.toLocaleString("en-US")} tuples,`),
  );
  assert.deepEqual(sideFiles(database), []);
  const next = await bed.import(a, b);
  assert.equal(next.status, 0, next.stderr);
  assert.match(next.stdout, /a\.oml: .* bytes of it were imported before\n/);
  assert.equal(scalar(database, COUNT), many + 5);
  assert.equal(scalar(database, DISTINCT), many + 5);
});

/** Imports MANY tuples into a disk until it is full; none if that can't be. */
async function untilFull(bed: Bed, disk: SmallDisk) {
  if (!disk.mount(4 * 1024 * 1024)) return undefined;
  const file = bed.file("a.oml", A + numbered(0, MANY));
  const running = new TestImport(file, "-D", disk.path);
  await waitFor("a warning", () => / a: still waiting /.test(running.stderr));
  return { file, running, database: join(disk.path, "a.sq3") };
}

test("A full disk costs nothing that was committed, and the import goes on later", async (t) => {
  using bed = new Bed();
  using disk = new SmallDisk();
  const full = await untilFull(bed, disk);
  if (full === undefined) return t.skip("no disk can be mounted here");
  const { file, running, database } = full;
  const committed = countRows(database, "app_m");
  assert.ok(committed > 0 && committed < MANY, `${committed}`);
  assert.equal(await running.stop("SIGINT"), 1);
  assert.match(running.stderr, /stopped; run it again with \S*a\.oml to go on/);
  assert.ok(countRows(database, "app_m") >= committed);
  assert.ok(disk.mount(256 * 1024 * 1024));
  const next = await runOml2("import", file, "-D", disk.path);
  assert.equal(next.status, 0, next.stderr);
  assert.equal(scalar(database, COUNT), MANY);
  assert.equal(scalar(database, DISTINCT), MANY);
});

test("A disk with room again lets the import go on by itself", async (t) => {
  using bed = new Bed();
  using disk = new SmallDisk();
  const full = await untilFull(bed, disk);
  if (full === undefined) return t.skip("no disk can be mounted here");
  assert.ok(disk.mount(256 * 1024 * 1024));
  assert.equal(await full.running.ended(30_000), 0, full.running.stderr);
  assert.equal(scalar(full.database, DISTINCT), MANY);
});

test("Faults end an import with status 1, and wrong options with 2", async () => {
  using bed = new Bed();
  const cut = bed.file("a.oml", A + numbered(0, 3) + "3\t1");
  const { status, stdout, stderr } = await bed.import(cut, bed.path("none"));
  assert.equal(status, 1);
  assert.match(stdout, /a\.oml: 1 stream, 3 tuples, 1 rejected/);
  assert.match(
    stderr,
    /a\.oml: line 12, byte \d+: the last tuple is incomplete/,
  );
  assert.match(stderr, /Cannot read \S*none: .*(no such file|ENOENT)/i);
  assert.equal((await bed.import()).status, 2);
  assert.equal((await bed.import(cut, "--domain=.x")).status, 2);
  rmSync(bed.dataDir, { recursive: true });
  writeFileSync(bed.dataDir, "");
  const noDir = await bed.import(cut);
  assert.equal(noDir.status, 1);
  assert.match(noDir.stderr, /^oml2 import: Cannot use the data directory /);
});
