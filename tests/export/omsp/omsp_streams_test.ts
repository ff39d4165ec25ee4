import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { openStoredExperiment } from "../../../cli/stored/open_stored.ts";
import { ExportError } from "../../../export/errors.ts";
import { omspStreams } from "../../../export/omsp/omsp_streams.ts";
import { textWithHint } from "../../../shared/hint_error.ts";
import type { StoredExperiment } from "../../../stored/stored.ts";
import { connect } from "../../_support/client.ts";
import { countRows, query } from "../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { TestServer } from "../../_support/test_server.ts";
import { CaptureSplitter } from "../../../codec/captures/capture_splitter.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import type { SeedExperiment } from "../../_support/archive_seed.ts";
import { EVERY_TYPE, storeFiles } from "../_support/every_type.ts";

const root = makeTempDir();
after(() => removeTempDir(root));
const fileOf = (name: string) => join(root, `${name}.sq3`);

const MANY: SeedExperiment = {
  ...{ name: "many", senders: ["a", "b", "c"] },
  tables: [{
    schema: "1 app_m n:int32 label:string",
    rows: Array.from({ length: 60_000 }, (_, i) => ({
      ...{ sender: ["a", "b", "c"][i % 3], seq: i, client: i, server: i },
      values: [i, "x".repeat(200)],
    })),
  }],
};

const ODD: SeedExperiment = {
  ...{ name: "odd", senders: ["s"] },
  tables: [{
    schema: "1 app_m v:int32",
    rows: [
      { ...{ sender: "s", seq: 1, client: 1, server: 1 }, values: [1] },
    ],
  }],
};

const WITH_NUL: SeedExperiment = {
  ...{ name: "with-nul", startTime: 1000, senders: ["a", "b"] },
  tables: [{
    schema: "1 app_m s:string d:double n:int32 g:guid b:blob v:[double]",
    rows: ([
      ["a", 0.5, "before", 0.1],
      ["b", 0.5, "other", 0.1],
      ["a", 1.5, "in\0side", 0.25],
      ["a", 2.5, "at the end\0", NaN],
      ["a", 0.1, "not \0 exact", 0.1],
      ["a", 3.5, "after", 0.1],
    ] as const).map(([sender, client, text, double], i) => ({
      ...{ sender, seq: i + 1, client, server: i },
      values: [text, double, i, 2n ** 64n - 1n, new Uint8Array([i]), [0.1, i]],
    })),
  }],
};

const CUT: SeedExperiment = {
  ...{ name: "cut", senders: ["a"] },
  tables: [{
    schema: "1 app_m s:string",
    rows: [{
      ...{ sender: "a", seq: 1, client: 0.1, server: 1 },
      values: ["cut\0"],
    }],
  }],
};

const TOGETHER: SeedExperiment = {
  ...{ name: "together", senders: ["a", "b"] },
  tables: [{
    schema: "1 app_m v:int32",
    rows: [
      ...[["a", 1, 4.5], ["b", 2, 4.5], ["a", 3, 4.5]] as const,
      ["a", 4, -Infinity] as const,
    ].map(([sender, seq, server]) => ({
      ...{ sender, seq, client: seq, server, values: [10] },
    })),
  }],
};

before(async () => {
  await storeFiles(root, EVERY_TYPE, MANY, ODD, WITH_NUL, CUT);
  using database = new DatabaseSync(fileOf("odd"));
  database.exec("UPDATE app_m SET v = 'another program'");
});

/** The streams of a file, each of them whole. */
async function streamsOf(
  experiment: StoredExperiment,
  arrivals = false,
): Promise<Uint8Array[]> {
  const streams: Uint8Array[][] = [];
  const splitter = new CaptureSplitter({
    begin: () => streams.push([]),
    bytes: (bytes) => streams.at(-1)?.push(bytes.slice()),
  }, DEFAULT_LIMITS);
  const { description } = experiment;
  const all = omspStreams({
    ...{ description, tables: description.tables, arrivals },
    rows: (name) => experiment.rows(name),
  });
  for await (const piece of all) splitter.push(piece);
  splitter.end();
  assert.equal(splitter.fault, undefined);
  return streams.map((pieces) => new Uint8Array(Buffer.concat(pieces)));
}

/** Sends the streams of a stored experiment to a server. */
async function send(name: string, port: number): Promise<number> {
  await using experiment = await openStoredExperiment(fileOf(name));
  const streams = await streamsOf(experiment);
  for (const bytes of streams) {
    const client = await connect(port);
    await client.send(bytes);
    await client.end();
  }
  return streams.length;
}

/** The rows of a table by sender, without the times of arrival. */
async function contents(path: string, table: string): Promise<unknown[]> {
  await using experiment = await openStoredExperiment(path);
  const rows: unknown[][] = [];
  for await (const block of experiment.rows(table)) {
    const { senders, seqs, client, values } = block;
    for (let i = 0; i < block.count; i++) {
      const cells = values.map((column) => column.at(i));
      rows.push([senders[i], seqs[i], client[i], ...cells]);
    }
  }
  return rows.sort(([a], [b]) => Number(a) - Number(b));
}

test("A server stores the same again, and rejects nothing", async () => {
  await using server = await TestServer.start();
  assert.equal(await send("every-type", server.process.port), 4);
  await server.stop();
  const copy = join(server.dataDir, "every-type.sq3");
  for (const table of ["app_all", "app_small"]) {
    const expected = await contents(fileOf("every-type"), table);
    assert.deepEqual(await contents(copy, table), expected);
  }
  const metadata = "SELECT subject, key, value FROM _experiment_metadata " +
    "ORDER BY subject, key";
  assert.deepEqual(
    query(copy, metadata),
    query(fileOf("every-type"), metadata),
  );
  const senders = "SELECT id, name FROM _senders ORDER BY id";
  assert.deepEqual(query(copy, senders), query(fileOf("every-type"), senders));
  assert.equal(countRows(copy, "_oml_rejected"), 0);
});

test("Many rows of several senders are several streams of each, in order", async () => {
  await using server = await TestServer.start();
  assert.ok(await send("many", server.process.port) > 6);
  await server.stop();
  const copy = join(server.dataDir, "many.sq3");
  assert.deepEqual(
    await contents(copy, "app_m"),
    await contents(fileOf("many"), "app_m"),
  );
});

test("Times of arrival precede the rows that arrived then", async () => {
  await storeFiles(root, TOGETHER);
  await using experiment = await openStoredExperiment(fileOf("together"));
  const texts = (await streamsOf(experiment, true))
    .map((bytes) => new TextDecoder().decode(bytes));
  assert.match(texts[0], /^schema: 2 _oml2_arrivals stream:uint32$/m);
  assert.match(texts[0], /^oml2-arrivals: 2$/m);
  const tuples = texts.flatMap((text) => text.split("\n\n").slice(1));
  assert.deepEqual(tuples.join("").split("\n").filter(Boolean), [
    ...["4.5\t2\t1\t1", "1\t1\t1\t10", "3\t1\t3\t10"],
    ...["-inf\t2\t4\t1", "4\t1\t4\t10"],
    ...["4.5\t2\t2\t1", "2\t1\t2\t10"],
  ]);
});

test("Rows with NUL are binary messages among the others, or lines if only these are exact", async () => {
  await using experiment = await openStoredExperiment(fileOf("with-nul"));
  const texts = (await streamsOf(experiment))
    .map((bytes) => new TextDecoder().decode(bytes));
  const ofRows = texts.filter((text) => text.split("\n\n")[1] !== "");
  const contentOf = (text: string) => /^content: (.*)$/m.exec(text)?.[1];
  assert.deepEqual(
    ofRows.map(contentOf),
    ["text", "binary", "binary", "text", "text"],
  );
  await using server = await TestServer.start();
  await send("with-nul", server.process.port);
  await server.stop();
  const copy = join(server.dataDir, "with-nul.sq3");
  assert.deepEqual(
    await contents(copy, "app_m"),
    await contents(fileOf("with-nul"), "app_m"),
  );
});

test("Texts that are no UTF-8 are sent as they are", async () => {
  const bytes = "FFFE095C0A0DFF";
  await storeFiles(root, { ...ODD, name: "no-utf8" });
  const file = fileOf("no-utf8");
  const database = new DatabaseSync(file);
  database.exec(
    "CREATE TABLE app_t AS SELECT oml_tuple_id, oml_sender_id, oml_seq, " +
      `oml_ts_client, oml_ts_server, CAST(x'${bytes}' AS TEXT) AS s FROM app_m`,
  );
  database.close();
  // A file that was not just written is read from its pages.
  utimesSync(file, 1e9, 1e9);
  await using server = await TestServer.start();
  await send("no-utf8", server.process.port);
  await server.stop();
  const copy = join(server.dataDir, "no-utf8.sq3");
  assert.deepEqual(query(copy, "SELECT hex(s) AS s FROM app_t"), [{
    s: bytes,
  }]);
});

test("A text that a message has not exactly, and a line would cut, is an error", async () => {
  await using experiment = await openStoredExperiment(fileOf("cut"));
  await assert.rejects(
    streamsOf(experiment),
    /Cannot send row 1 of app_m: no stream can have its value of s/,
  );
});

test("A value that no stream can have is an error", async () => {
  await using experiment = await openStoredExperiment(fileOf("odd"));
  await assert.rejects(streamsOf(experiment), (error) => {
    assert.ok(error instanceof ExportError);
    assert.equal(
      textWithHint(error),
      "Cannot send row 1 of app_m: no stream can have its value of v; export " +
        "it as CSV",
    );
    return true;
  });
});
