import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, beforeEach, test } from "node:test";
import { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import { storeExperiment } from "../contracts/store_experiment.ts";
import { headers, numbered } from "../_support/hello.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { runOml2 } from "../_support/run_command.ts";
import { sideFiles } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";
import { TestView } from "../_support/test_view.ts";
import { waitFor } from "../_support/wait_for.ts";

const made: string[] = [];
let directory = "";
beforeEach(() => {
  directory = makeTempDir();
  made.push(directory);
});
after(() => made.forEach(removeTempDir));

const path = (...names: string[]) => join(directory, ...names);

/** Stores an experiment in the directory; returns the path of its file. */
async function store(name: string, values: readonly number[]): Promise<string> {
  const abandon = new AbortController().signal;
  const options = { directory, journal: "delete", keepRejects: true } as const;
  const store = new SqliteStore({ ...options, abandon }, new MemoryLog());
  const rows = values.map((value, i) => ({
    ...{ sender: "s1", seq: i + 1, client: i, server: i, values: [value] },
  }));
  const tables = [{ schema: "1 app_m n:int32", rows }];
  const seed = { name, startTime: 1_000, senders: ["s1"], tables };
  await storeExperiment(store, seed);
  return path(`${name}.sq3`);
}

/** What a directory holds, and when it was changed. */
function contents(): unknown {
  return [
    statSync(directory).mtimeMs,
    ...readdirSync(directory).sort().map((name) => {
      const { size, mtimeMs } = statSync(path(name));
      return [name, size, mtimeMs];
    }),
  ];
}

/** The names of the experiments. */
async function names(view: TestView): Promise<string[]> {
  const { experiments } = await view.api("experiments");
  return experiments.map(({ name }: { name: string }) => name);
}

test("A database file is shown, and nothing is left beside it", async () => {
  const file = await store("demo", [5, 7]);
  chmodSync(file, 0o444);
  chmodSync(directory, 0o555);
  const before = contents();
  await using view = await TestView.start([file]);
  assert.match(
    view.stdout(),
    /^Viewing 1 experiment at http:\/\/127\.0\.0\.1:/,
  );
  assert.deepEqual(await names(view), ["demo"]);
  const site = await view.api("site");
  assert.deepEqual([site.kind, site.place], ["view", file]);
  const table = "experiments/demo/tables/app_m";
  const { values } = await view.api(`${table}/rows?limit=10`);
  assert.deepEqual(values, { n: [5, 7] });
  const { lines } = await view.api(`${table}/series?columns=n&width=10`);
  assert.deepEqual(lines[0].min, [5, 7]);
  const page = await fetch(view.url);
  assert.match(await page.text(), /<script/);
  assert.deepEqual(contents(), before);
  assert.equal(await view.stop("SIGINT"), 0);
  assert.equal(view.stderr(), "");
  assert.deepEqual(contents(), before);
  assert.deepEqual(readdirSync(view.temporary), []);
  chmodSync(directory, 0o755);
});

test("A file that was left in WAL mode stays as it is", async () => {
  const file = await store("demo", [5]);
  using database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = wal");
  database.close();
  const bytes = readFileSync(file);
  const before = contents();
  await using view = await TestView.start([file]);
  assert.equal(await view.rows("demo", "app_m"), 1);
  assert.deepEqual(sideFiles(file), []);
  assert.equal(await view.stop(), 0);
  assert.deepEqual(contents(), before);
  assert.deepEqual(readFileSync(file), bytes);
});

test("A directory that a server writes to is shown live, and the server completes its files", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "live" }, numbered(0, 10));
  await server.sees(10, "live");
  await using view = await TestView.start([server.dataDir]);
  assert.equal(await view.rows("live", "app_m"), 10);
  await client.send(numbered(10, 30));
  await waitFor("the new rows", async () => {
    const rows = await view.rows("live", "app_m");
    return rows === 30 || `there are ${rows}`;
  });
  await client.end();
  await server.closes("live");
  assert.equal(await view.rows("live", "app_m"), 30);
  assert.equal(await view.stop(), 0);
});

test("A capture file that grows is followed; its databases are removed at the end", async () => {
  const file = path("run.oml");
  writeFileSync(file, headers({ domain: "run" }) + numbered(0, 3));
  await using view = await TestView.start([file]);
  assert.equal((await view.api("site")).place, file);
  const sees = (rows: number) =>
    waitFor(`${rows} rows`, async () => {
      const there = await view.rows("run", "app_m");
      return there === rows || `there are ${there}`;
    });
  await sees(3);
  appendFileSync(file, numbered(3, 5) + "5\t1\t5");
  await sees(5);
  appendFileSync(file, "\t5\n");
  await sees(6);
  assert.deepEqual(readdirSync(directory), ["run.oml"]);
  assert.notDeepEqual(readdirSync(view.temporary), []);
  truncateSync(file, 10);
  await waitFor("a report", () => /run\.oml was truncated/.test(view.stderr()));
  assert.equal(await view.rows("run", "app_m"), 6);
  assert.equal(await view.stop("SIGHUP"), 0);
  assert.deepEqual(readdirSync(view.temporary), []);
});

test("Sources of all kinds are shown together", async () => {
  const file = await store("same", [1]);
  mkdirSync(path("captures"));
  writeFileSync(
    path("captures", "a.oml"),
    headers({ domain: "same" }) + numbered(0, 3),
  );
  writeFileSync(
    path("captures", "b.oml"),
    headers({ domain: "same", sender: "s2" }) + numbered(0, 4),
  );
  await using view = await TestView.start([file, path("captures")]);
  assert.match(view.stdout(), /^Viewing 2 experiments at /);
  assert.deepEqual(await names(view), ["same", "same (2)"]);
  assert.equal(await view.rows("same", "app_m"), 1);
  assert.equal(await view.rows("same (2)", "app_m"), 7);
  const { senders } = await view.api("experiments/same%20(2)");
  assert.deepEqual(
    senders.map(({ name }: { name: string }) => name),
    ["s1", "s2"],
  );
});

test("--open starts the browser with the address", async () => {
  const file = await store("demo", [5]);
  mkdirSync(path("bin"));
  const out = path("opened");
  for (const name of ["xdg-open", "open"]) {
    const script = `#!/bin/sh\nprintf %s "$1" > '${out}'\n`;
    writeFileSync(path("bin", name), script, { mode: 0o755 });
  }
  const PATH = `${path("bin")}:/usr/bin:/bin`;
  await using view = await TestView.start([file, "--open"], { PATH });
  await waitFor("the browser", () => {
    try {
      return readFileSync(out, "utf8") === view.url;
    } catch {
      return false;
    }
  });
});

test("Without a browser the address is what remains", async () => {
  const file = await store("demo", [5]);
  const PATH = directory;
  await using view = await TestView.start([file, "--open"], { PATH });
  await waitFor(
    "a report",
    () =>
      /Cannot start xdg-open: .*; open http\S+ yourself/.test(view.stderr()) ||
      view.stderr(),
  );
  assert.deepEqual(await names(view), ["demo"]);
});

test("What can't be viewed ends the start with status 1 and the remedy", async () => {
  const refuses = async (message: RegExp, ...args: string[]) => {
    const { status, stdout, stderr } = await runOml2("view", ...args);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, message);
    assert.match(stderr, /^oml2 view: [^\n]*\n$/);
  };
  const good = await store("demo", [5]);
  await refuses(/missing: it does not exist; give/, good, path("missing"));
  writeFileSync(path("packed.oml"), Uint8Array.of(0x1f, 0x8b, 8, 0));
  await refuses(/packed\.oml: it is packed by gzip: unpack it first/, ...[
    ...[good, path("packed.oml")],
  ]);
  writeFileSync(path("text.oml"), "protocol: 4\ndomain: a\nno header\n\n");
  await refuses(/text\.oml: line 3: /, path("text.oml"));
  writeFileSync(path("broken.sq3"), `SQLite format 3\0${"x".repeat(5_000)}`);
  await refuses(/Cannot view .*broken\.sq3: .*; leave/, path("broken.sq3"));
  await refuses(
    /cannot read the database "postgres": .*ECONNREFUSED.*; check its host/,
    "postgresql://nobody@127.0.0.1:1/",
  );
});

test("Options that can't be used end the start with status 2", async () => {
  const file = await store("demo", [5]);
  const refuses = async (message: RegExp, ...args: string[]) => {
    const { status, stderr } = await runOml2("view", ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
  };
  await refuses(/missing required argument 'source'/);
  await refuses(/option --port: "70000" is not a port/, file, "--port=70000");
  await refuses(
    /option --port: "\*:8080" can be reached .*--port 8080, for this/,
    ...[file, "--port=*:8080"],
  );
});

test("A port in use is an error that names the option", async () => {
  const file = await store("demo", [5]);
  await using view = await TestView.start([file]);
  const { port } = new URL(view.url);
  const { status, stderr } = await runOml2("view", file, "--port", port);
  assert.equal(status, 1);
  assert.match(stderr, /Cannot listen on .*; choose another port with --port/);
});
