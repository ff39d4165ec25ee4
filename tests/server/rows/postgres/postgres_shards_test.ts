import assert from "node:assert/strict";
import { parseSchema } from "../../../../codec/values/schema.ts";
import { TableBatch } from "../../../../server/batches/table_batch.ts";
import type { Flush } from "../../../../server/rows/store.ts";
import { ShardedPostgres } from "../../../_support/postgres_shards.ts";
import { after, before, test } from "../../../_support/postgres_tests.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { addRow } from "../../_support/cells.ts";
import { flushOf } from "../../_support/flush.ts";
import { makeStore } from "./_support/store.ts";

let sharded: ShardedPostgres;
before(async () => {
  sharded = await ShardedPostgres.start();
});
after(() => sharded[Symbol.asyncDispose]());

const SCHEMA = "1 m a:int32";
const SENDERS = 12;

/** A database on the shards that is closed with its scope. */
async function open(domain: string) {
  const { store, log } = makeStore(
    ...[sharded.coordinator, {}, true, false, sharded.scripts] as const,
  );
  const database = await store.open(domain);
  const close = () => database.close();
  return { database, log, [Symbol.asyncDispose]: close };
}

/** Rows with these values, of several senders. */
function rows(from: number, to: number): Flush {
  const handle = 0;
  const { cells } = new TableBatch(handle, parseSchema(SCHEMA));
  for (let i = from; i < to; i++) {
    const sender = BigInt(1 + i % SENDERS);
    addRow(cells, [sender, BigInt(i), i, i, BigInt(i)]);
  }
  const flush = flushOf({ handle, schema: SCHEMA, known: from > 0 });
  return { ...flush, rows: [{ handle, cells: cells.take() }] };
}

/** Asserts that the values from 0 to before `count` are stored, each once. */
async function assertStored(domain: string, count: number): Promise<void> {
  const [found] = await sharded.coordinator.query(
    domain,
    `SELECT count(*)::int AS all, count(DISTINCT a)::int AS distinct,
      sum(a)::int AS sum FROM m`,
  );
  const sum = count * (count - 1) / 2;
  assert.deepEqual(found, { all: count, distinct: count, sum });
}

test("Rows are on the shard of their sender, in a schema of their experiment", async () => {
  await using bed = await open("Spread 1");
  await bed.database.write(rows(0, 600));
  await assertStored("Spread 1", 600);
  const found = await sharded.onEach(
    'SELECT DISTINCT oml_sender_id AS s FROM "Spread 1".m ORDER BY 1',
  );
  const senders = found.map((some) => some.map(({ s }) => Number(s)));
  assert.ok(senders.every((some) => some.length > 0), JSON.stringify(senders));
  assert.equal(new Set(senders.flat()).size, SENDERS);
  assert.equal(senders.flat().length, SENDERS);
});

test("A row that a shard rejects is found, and no other is lost", async () => {
  await using bed = await open("picky");
  await bed.database.write(rows(0, 12));
  await sharded.onEach("ALTER TABLE picky.m ADD CHECK (a <> 500)");
  await bed.database.write(rows(12, 1_000));
  const column = (sql: string) => sharded.coordinator.column("picky", sql);
  assert.deepEqual(await column("SELECT count(*)::int FROM m"), [999]);
  const [reason] = await column("SELECT reason FROM _oml_rejected");
  assert.match(String(reason), /violates check constraint/);
});

test("Shards that are killed and return have every row once", async () => {
  await using bed = await open("killed");
  const written = [];
  for (let i = 0; i < 40; i++) {
    written.push(bed.database.write(rows(i * 300, (i + 1) * 300)));
    if (i % 8 !== 5) continue;
    await written[i - 2];
    const shard = sharded.shards[i % 3];
    await shard.stop("kill");
    await shard.startAgain();
  }
  await Promise.all(written);
  assert.deepEqual(bed.log.of("error"), []);
  await assertStored("killed", 12_000);
});

/** Makes COMMIT on a shard run SQL first, once. */
function onCommit(shard: number, domain: string, sql: string) {
  return sharded.on(
    shard,
    `CREATE SEQUENCE ${domain}.commits;
    CREATE FUNCTION ${domain}.commit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('${domain}.commits') = 1 THEN ${sql}; END IF;
        RETURN NULL;
      END $$;
    CREATE CONSTRAINT TRIGGER commit AFTER INSERT ON ${domain}.m
      DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION ${domain}.commit()`,
  );
}

/** The number of rows on each shard. */
async function counts(domain: string): Promise<number[]> {
  const found = await sharded.onEach(
    `SELECT count(*)::int AS n FROM ${domain}.m`,
  );
  return found.map(([{ n }]) => Number(n));
}

for (const shard of [0, 1, 2]) {
  test(`Shard ${shard + 1} dies in its COMMIT, after others have committed: every row is stored once`, async () => {
    const domain = `half${shard}`;
    await using bed = await open(domain);
    await bed.database.write(rows(0, 12));
    await onCommit(
      ...[
        shard,
        domain,
        "PERFORM pg_terminate_backend(pg_backend_pid())",
      ] as const,
    );
    const log = sharded.coordinator.log().length;
    await bed.database.write(rows(12, 600));
    // It has failed once, and others had committed.
    assert.match(sharded.coordinator.log().slice(log), /terminat|connection/);
    const [{ last_value: commits }] = await sharded.on(
      ...[shard, `SELECT last_value::int FROM ${domain}.commits`] as const,
    );
    assert.ok(Number(commits) > 1, `${commits} commits`);
    await bed.database.write(rows(600, 900));
    await assertStored(domain, 900);
  });
}

test("The coordinator dies after its shards have committed: every row is stored once", async () => {
  await using bed = await open("headless");
  await bed.database.write(rows(0, 12));
  await onCommit(2, "headless", "PERFORM pg_sleep(2)");
  const writing = bed.database.write(rows(12, 600));
  await waitFor("the other shards to commit", async () => {
    const [first, second] = await counts("headless");
    return first + second > 12;
  });
  await sharded.coordinator.stop("kill");
  await waitFor("the last shard to commit", async () => {
    const all = await counts("headless");
    return all.reduce((sum, n) => sum + n) === 600;
  });
  await sharded.coordinator.startAgain();
  await writing;
  await bed.database.write(rows(600, 900));
  await assertStored("headless", 900);
});

test("A table whose making is undone is made again, unless a shard has rows of it", async () => {
  await using bed = await open("again");
  const columns = "'oml_sender_id int4, oml_seq int8, oml_ts_client float8, " +
    "oml_ts_server float8, a int4'";
  const make = `SELECT oml_shard.make_table('again', 'm', ${columns})`;
  await sharded.on(1, make);
  await bed.database.write(rows(0, 12));
  await assertStored("again", 12);
  await assert.rejects(
    sharded.on(1, make),
    /rows of a former experiment again; run there: DROP SCHEMA again CASCADE/,
  );
});
