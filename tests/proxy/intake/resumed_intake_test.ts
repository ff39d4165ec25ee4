import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { Intake } from "../../../proxy/intake/intake.ts";
import { ResumedIntake } from "../../../proxy/intake/resumed_intake.ts";
import { StreamHeader } from "../../../proxy/scan/stream_header.ts";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { IntakeBench } from "../_support/intake_bench.ts";

const HEADERS = headers({ domain: "a" });
const ID = randomUUID();
const DEFINITION = "0\t0\t1\t.\tschema\t2 app_n x:int32\n";

const asking = (length?: number) =>
  `oml2-resume: ${ID}${length === undefined ? "" : ` ${length}`}\n${HEADERS}`;

/** A client that resumes a stream of `bench`. */
class Resuming {
  readonly stream: SpooledStream;
  readonly answers: string[] = [];
  readonly #bench: IntakeBench;
  #intake: ResumedIntake | undefined;

  private constructor(bench: IntakeBench, stream: SpooledStream) {
    this.#bench = bench;
    this.stream = stream;
  }

  /** Sends its headers in a new stream. */
  static async first(bench: IntakeBench, header = asking()): Promise<Resuming> {
    const stream = await bench.spool.create(bench.spool.clock.now());
    stream.append(bytes(header));
    const client = new Resuming(bench, stream);
    await client.#open(header, false);
    return client;
  }

  /** Sends its headers again, for the same stream. */
  async again(header = asking()): Promise<Resuming> {
    const client = new Resuming(this.#bench, this.stream);
    await client.#open(header, true);
    return client;
  }

  get isAccepted(): boolean {
    return this.#intake !== undefined;
  }

  async take(text: string): Promise<void> {
    await this.#intake?.take(bytes(text));
  }

  async end(): Promise<void> {
    await this.#intake?.end();
  }

  async #open(header: string, isAgain: boolean): Promise<void> {
    const { spool, log, options } = this.#bench;
    const abandon = new AbortController().signal;
    this.#intake = await ResumedIntake.open(
      this.stream,
      new Intake(this.stream, spool, { options, log, abandon }),
      (answer) => {
        this.answers.push(latin1(answer));
        return Promise.resolve();
      },
      new StreamHeader(bytes(header)),
      isAgain,
    );
  }
}

test("ResumedIntake acknowledges whole tuples once they are on disk", async () => {
  await using bench = await IntakeBench.open();
  const client = await Resuming.first(bench);
  assert.deepEqual(client.answers, ["oml2-resume 0\n"]);
  await client.take("0\t1\t0\t0\n1\t1");
  await client.stream.sync();
  await client.take("\t1\t1\n");
  assert.equal(client.answers.length, 2);
  await client.stream.sync();
  const [first, second] = [8, 16].map((size) => HEADERS.length + size);
  assert.deepEqual(client.answers, [
    "oml2-resume 0\n",
    `oml2-resume ${first}\n`,
    `oml2-resume ${second}\n`,
  ]);
});

test("ResumedIntake acknowledges an incomplete last tuple if the stream is complete", async () => {
  await using bench = await IntakeBench.open();
  const body = `${numbered(0, 1)}1\t1\t1`;
  const size = HEADERS.length + body.length;
  for (const length of [size, size + 1]) {
    const client = await Resuming.first(bench, asking(length));
    await client.take(body);
    await client.end();
    const stored = length === size ? size : HEADERS.length + 8;
    assert.equal(client.answers.at(-1), `oml2-resume ${stored}\n`);
  }
});

test("ResumedIntake skips what the client sends again", async () => {
  await using bench = await IntakeBench.open();
  const before = numbered(0, 1) + DEFINITION;
  const first = await Resuming.first(bench);
  await first.take(`${before}1\t1`);
  await first.end();
  const second = await first.again();
  assert.deepEqual(second.answers, [
    `oml2-resume ${HEADERS.length + before.length}\n`,
  ]);
  await second.take(DEFINITION.slice(0, 5));
  await second.take(`${DEFINITION.slice(5)}1\t1\t1\t1\n`);
  await second.end();
  assert.equal(
    await bench.text(first.stream),
    `${asking()}${before}1\t1\t1\t1\n`,
  );
});

test("ResumedIntake does not accept headers that servers reject", async () => {
  await using bench = await IntakeBench.open();
  const header = `oml2-resume: ${ID}\nprotocol: 9\n\n`;
  const client = await Resuming.first(bench, header);
  assert.equal(client.isAccepted, false);
  assert.deepEqual(client.answers, []);
});
