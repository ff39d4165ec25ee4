import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { HeldExperiment } from "../../captures/held_experiment.ts";
import { isStored } from "../../captures/import_record.ts";
import { OpenExperiments } from "../../captures/open_experiments.ts";
import { ImportedStream } from "../../captures/imported_stream.ts";
import { openRegular } from "../../captures/regular_file.ts";
import { StreamPlans } from "../../captures/stream_plans.ts";
import { type CaptureBlock, survey } from "../../captures/survey.ts";
import { ProtocolError } from "../../codec/errors.ts";
import type { Experiment } from "../../server/experiments/experiment.ts";
import { compare } from "../conformance/compare.ts";
import { readDatabases } from "../conformance/read_databases.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { Random } from "../_support/random.ts";
import { CaptureBed } from "./_support/capture_bed.ts";
import { FlakyStore } from "./_support/flaky_store.ts";
import { goldenStreams } from "./_support/golden_streams.ts";

/**
 * Imports a file in small pieces, by programs each of which is killed soon.
 * Returns the number of programs.
 */
async function importWithCrashes(
  bed: CaptureBed,
  path: string,
  random: Random,
): Promise<number> {
  const contents = readFileSync(path);
  const { limits } = bed.target;
  const file = await openRegular(path);
  const { blocks } = await survey(file, contents.length, limits);
  let programs = 0;
  for (let isDone = false; !isDone;) {
    programs++;
    const store = new FlakyStore(bed.store);
    const open = new OpenExperiments(bed.experiments(store), 1);
    const held = new HeldExperiment(open);
    const plans = await StreamPlans.make({ file, blocks }, held, false);
    isDone = true;
    for (const [i, block] of blocks.entries()) {
      const plan = await plans.of(i);
      if (isStored(plan.record, block.tail)) continue;
      const { experiment } = await held.use(block.header.domain);
      const target = { experiment, limits };
      const stream = await ImportedStream.open(block, plan, target);
      isDone = await importSome(stream, block, {
        ...{ contents, experiment, store, random },
        // A message may be as long as all of them.
        pieces: programs,
      });
      stream.release();
      if (!isDone) break;
    }
    await held.release();
    await open.close();
  }
  await file.handle.close();
  return programs;
}

/** Imports a stream up to a crash; resolves to whether there was none. */
async function importSome(
  stream: ImportedStream,
  { from, headerBytes, size, tail }: CaptureBlock,
  { contents, experiment, store, random, pieces }: {
    readonly contents: Uint8Array;
    readonly experiment: Experiment;
    readonly store: FlakyStore;
    readonly random: Random;
    /** Pieces of what is new before a crash. */
    readonly pieces: number;
  },
): Promise<boolean> {
  const to = from + size + tail;
  const largest = 1 + Math.ceil((to - from) / 10);
  let left = pieces;
  try {
    for (let at = from + headerBytes; at < to;) {
      const next = Math.min(to, at + 1 + random.from(0, largest));
      await stream.push(contents.slice(at, next));
      // What is stored already is no progress.
      if (at - from > stream.stored && left-- === 0) {
        store.isDown = true;
        await stream.stop().catch(() => undefined);
        return false;
      }
      if (random.from(0, 2) === 0) await experiment.flush();
      at = next;
    }
    await stream.end();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    await stream.end();
  }
  return true;
}

/** What is counted of rejected samples and converted values. */
function counts(bed: CaptureBed, domain: string): unknown {
  const path = bed.database(domain);
  const has = (table: string) =>
    scalar(path, `SELECT 1 FROM sqlite_schema WHERE name = '${table}'`) === 1;
  return ["_oml_reject_counts", "_oml_conversions"].filter(has).map((table) =>
    query(path, `SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)
  );
}

let killed = 0;

for (const { testCase, streams } of goldenStreams()) {
  test(`${testCase.id}: however often an import is killed, all is stored once`, async () => {
    using bed = new CaptureBed();
    const random = new Random(testCase.id.length + streams.length);
    for (const [i, bytes] of streams.entries()) {
      const path = bed.path(`${i}.oml`);
      writeFileSync(path, bytes);
      killed += await importWithCrashes(bed, path, random) - 1;
    }
    const databases = readDatabases({
      root: bed.dataDir,
      dataDir: bed.dataDir,
      prefix: "",
    });
    const rules = { ...testCase, closed_by: {} };
    const outcome = { faults: [], closedBy: {}, databases };
    assert.equal(compare(rules, outcome), undefined);
    using whole = new CaptureBed();
    const names = streams.map((bytes, i) => {
      writeFileSync(whole.path(`${i}.oml`), bytes);
      return `${i}.oml`;
    });
    await whole.import(names);
    for (const name of databases.keys()) {
      const domain = name.replace(/\.sq3$/, "");
      assert.deepEqual(counts(bed, domain), counts(whole, domain));
    }
  });
}

test("Imports were killed in the middle", () => {
  assert.ok(killed > 100, `${killed}`);
});
