import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestImport } from "../_support/test_import.ts";
import { waitFor } from "../_support/wait_for.ts";

/** Enough tuples that an import takes a while. */
const MANY = 300_000;

const skip = whyNoPostgres() ?? false;
const root = makeTempDir();
let postgres: PostgresServer | undefined;

before(async () => {
  if (skip === false) postgres = await PostgresServer.start();
});
after(async () => {
  await postgres?.[Symbol.asyncDispose]();
  removeTempDir(root);
});

/** An experiment in PostgreSQL, and the file that is imported there. */
class Bed {
  readonly domain: string;
  readonly file: string;
  readonly #postgres: PostgresServer;

  /** Writes a file with two streams of `many` tuples, and `tail`. */
  constructor(domain: string, many: number, tail = "") {
    if (postgres === undefined) throw new Error("PostgreSQL is not running");
    this.#postgres = postgres;
    this.domain = domain;
    this.file = join(root, `${domain}.oml`);
    writeFileSync(
      this.file,
      headers({ domain }) + numbered(0, many / 2) +
        headers({ domain, sender: "s2" }) + numbered(many / 2, many) + tail,
    );
  }

  import(...args: readonly string[]) {
    return runOml2("import", this.file, ...this.#postgres.args, ...args);
  }

  /** Starts an import, and kills it once there are so many rows. */
  async kill(least: number, ...args: readonly string[]): Promise<boolean> {
    const all = [this.file, ...this.#postgres.args, ...args];
    const running = new TestImport(...all);
    await waitFor(
      `${least} rows`,
      async () => !running.isRunning || (await this.count()) >= least,
      60_000,
    );
    return await running.stop("SIGKILL") === "SIGKILL";
  }

  /** The rows so far. */
  count(): Promise<number> {
    const sql = "SELECT count(*)::int AS n FROM app_m";
    return this.#postgres.query(this.domain, sql)
      .then(([{ n }]) => Number(n), () => 0);
  }

  /** The number of each tuple, in the order of the rows. */
  async seqs(): Promise<number[]> {
    const sql = "SELECT seq FROM app_m ORDER BY oml_tuple_id";
    const rows = await this.#postgres.query(this.domain, sql);
    return rows.map(({ seq }) => Number(seq));
  }

  async rejected(): Promise<number> {
    const sql = "SELECT count(*)::int AS n FROM _oml_rejected";
    const [{ n }] = await this.#postgres.query(this.domain, sql);
    return Number(n);
  }
}

function range(to: number): number[] {
  return Array.from({ length: to }, (_, i) => i);
}

test(
  "Into PostgreSQL an import continues after kills -9, and stores all once",
  {
    skip,
  },
  async () => {
    const bed = new Bed("killed", MANY);
    let kills = 0;
    for (const part of [0, 0.3, 0.7]) {
      if (await bed.kill(part * MANY + 1)) kills++;
    }
    assert.ok(kills > 0);
    const last = await bed.import();
    if (last.status !== 0) assert.match(last.stderr, /was imported before/);
    assert.deepEqual(await bed.seqs(), range(MANY));
    assert.match(
      (await bed.import()).stderr,
      /was imported before; give --again/,
    );

    assert.ok(await bed.kill(1.3 * MANY, "--again"));
    const again = await bed.import("--again");
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stdout, / bytes of it were imported before\n/);
    const seqs = await bed.seqs();
    assert.deepEqual(seqs.slice(0, MANY), range(MANY));
    assert.deepEqual(seqs.slice(MANY), range(MANY));
  },
);

test(
  "Into PostgreSQL an incomplete tuple is reported with its position, and stored once it is complete",
  {
    skip,
  },
  async () => {
    const bed = new Bed("cut", 10, "10\t1\t10\t1");
    const cut = await bed.import();
    assert.equal(cut.status, 1);
    assert.match(cut.stdout, /cut\.oml: 2 streams, 10 tuples, 1 rejected,/);
    const position =
      /cut\.oml: line 27, byte \d+: the last tuple is incomplete;/;
    assert.match(cut.stderr, position);
    assert.deepEqual(await bed.seqs(), range(10));
    assert.equal(await bed.rejected(), 1);

    const second = await bed.import();
    assert.match(second.stderr, /was imported before/);
    assert.match(second.stderr, position);
    assert.equal(await bed.rejected(), 1);

    appendFileSync(bed.file, "0\n11\t1\t11\t11\n");
    const grown = await bed.import();
    assert.equal(grown.status, 0, grown.stderr);
    assert.deepEqual(await bed.seqs(), range(12));
  },
);
