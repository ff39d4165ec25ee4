import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BackOff } from "../../client/back_off.ts";
import { makeDestination } from "../../client/destination.ts";
import { ResumingStart } from "../../client/resuming_start.ts";
import { Sender } from "../../client/sender.ts";
import { PlainStart } from "../../client/stream_start.ts";
import { TupleBuffer } from "../../client/tuple_buffer.ts";
import { METADATA_SCHEMA, parseSchema } from "../../codec/values/schema.ts";
import { thisRuntime } from "../_support/this_runtime.ts";
import { waitFor } from "../_support/wait_for.ts";
import { Collector } from "./_support/collector.ts";
import { freePort } from "../_support/free_port.ts";
import { ResumableServer } from "./_support/resumable_server.ts";

const runtime = await thisRuntime();
const schema = parseSchema("1 m n:int32");
const TUPLES = 300;

/** Tuples of a stream, every tenth of them a definition. */
function fill(buffer: TupleBuffer, from: number, to: number): void {
  for (let n = from; n < to; n++) {
    const place = { sequence: n, timestamp: 0 };
    if (n % 10 !== 0) buffer.push({ ...place, schema, values: [n] });
    else {
      const values = [".", "schema", `1 m${n} n:int32`];
      buffer.pushDefinition({ ...place, schema: METADATA_SCHEMA, values });
    }
  }
}

test("A resumed stream arrives complete wherever its connections break", async () => {
  const breaks = fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(breaks, fc.nat(TUPLES), async (breaks, early) => {
      await using server = await ResumableServer.start(breaks);
      const buffer = new TupleBuffer("text", 2_000);
      const failures: Error[] = [];
      const header = new TextEncoder();
      const start = new ResumingStart(
        buffer,
        (resume) => {
          const asking = resume ? `oml2-resume: ${resume.stream}\n` : "";
          return header.encode(`domain: d\n${asking}content: text\n\n`);
        },
        (error) => failures.push(error),
      );
      const target = { kind: "tcp", host: "127.0.0.1" } as const;
      let delivered = 0;
      fill(buffer, 0, early);
      const sender = new Sender({
        destination: makeDestination({ ...target, port: server.port }, runtime),
        buffer,
        start,
        backOff: new BackOff(() => 0, 1),
        observer: {},
        delivered: (tuples) => delivered += tuples,
      });
      await new Promise((resolve) => setTimeout(resolve, early % 5));
      fill(buffer, early, TUPLES);
      sender.wake();
      await sender.finish(5_000);
      assert.deepEqual([server.faults, failures], [[], []]);
      assert.deepEqual([delivered, buffer.tuples], [TUPLES, 0]);
      const [stream, ...others] = server.streams.values();
      assert.deepEqual(others, []);
      const whole = new TupleBuffer("text", 1e9);
      fill(whole, 0, TUPLES);
      let expected = "domain: d\ncontent: text\n\n";
      for (let next = whole.take(); next !== undefined; next = whole.take()) {
        expected += new TextDecoder().decode(next.bytes);
      }
      assert.equal(stream, expected);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

test("finish() retries at once, however long the next pause would be", async () => {
  const port = await freePort();
  const buffer = new TupleBuffer("text", 2_000);
  buffer.push({ schema, sequence: 1, timestamp: 0, values: [1] });
  const target = { kind: "tcp", host: "127.0.0.1", port } as const;
  const sender = new Sender({
    destination: makeDestination(target, runtime),
    buffer,
    start: new PlainStart(buffer, () => new TextEncoder().encode("h\n\n")),
    backOff: new BackOff(() => 0, 60_000),
    observer: {},
    delivered: () => undefined,
  });
  await waitFor("the first failure", () => sender.state === "waiting");
  await using server = await Collector.start(undefined, port);
  await sender.finish(10_000);
  assert.deepEqual(server.received, ["h\n\n0\t1\t1\t1\n"]);
});
